namespace ComputeOperator.Benchmarks;

/// <summary>Something that makes a measurement meaningless. The message says it to whoever started the run.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
