using ComputeOperator.Benchmarks;
using ComputeOperator.Benchmarks.Scenarios;

return await CommandLine.InvokeAsync(args, Benchmark.RunAsync);
