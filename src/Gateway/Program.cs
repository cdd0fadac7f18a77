using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Hosting;
using ComputeOperator.Hosting.Configuration;

return await ProgramCommand.InvokeAsync(GatewayFlags.Table, args, GatewayHost.RunAsync);
