using ComputeOperator.Operator.Configuration;
using ComputeOperator.Operator.Hosting;
using ComputeOperator.Providers.Simulated;

return await OperatorCommand.InvokeAsync(args, [SimulatedProvider.ProviderName], OperatorHost.RunAsync);
