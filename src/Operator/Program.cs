using ComputeOperator.Hosting.Configuration;
using ComputeOperator.Operator.Configuration;
using ComputeOperator.Operator.Hosting;
using ComputeOperator.Providers.Simulated;

return await ProgramCommand.InvokeAsync(OperatorFlags.Table([SimulatedProvider.ProviderName]), args, OperatorHost.RunAsync);
