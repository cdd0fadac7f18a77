using System.CommandLine;

namespace ComputeOperator.Benchmarks;

/// <summary>The command line.</summary>
internal static class CommandLine
{
    public static Task<int> InvokeAsync(string[] args, Func<Options, CancellationToken, Task<int>> run)
    {
        var assets = new Option<string>("--assets") { Required = true, Description = "Folder that hack/assets.sh prints." };
        var operatorFile = new Option<string>("--operator") { Required = true, Description = "The published operator." };
        var gateway = new Option<string>("--gateway") { Required = true, Description = "The published gateway." };
        var config = new Option<string>("--config") { Description = "Folder of the manifests.", DefaultValueFactory = _ => "config" };
        var json = new Option<string>("--json") { Description = "File that the JSON goes to.", DefaultValueFactory = _ => "artifacts/bench.json" };
        var quick = new Option<bool>("--quick") { Description = "Small numbers, to see that it works: 200 Instances, no large part." };
        var instances = new Option<int?>("--instances") { Description = "Instances. Default 2000." };
        var large = new Option<int?>("--large") { Description = "Instances of the large memory and restart part; 0: left out. Default 10000." };
        var reconnects = new Option<int?>("--reconnects") { Description = "How often the operator's connections are cut. Default 200." };
        var sequential = new Option<int?>("--sequential") { Description = "Creates one after another on an idle system. Default 200." };
        var clients = new Option<int>("--clients") { Description = "Users at once.", DefaultValueFactory = _ => 16 };
        var workers = new Option<int>("--workers") { Description = "Workers of the operator.", DefaultValueFactory = _ => 16 };
        var parts = new Option<string[]>("--parts")
        {
            Description = "What to measure. Default: all.",
            DefaultValueFactory = _ => [Options.Throughput, Options.Memory, Options.Tenants, Options.GatewayPart],
            AllowMultipleArgumentsPerToken = true,
        };
        parts.AcceptOnlyFromAmong(Options.Throughput, Options.Memory, Options.Tenants, Options.GatewayPart);
        var fsync = new Option<bool>("--fsync") { Description = "etcd waits for the disk." };

        var command = new RootCommand("Measures the operator, and what the API server allows.")
        {
            assets, operatorFile, gateway, config, json, quick, instances, large, reconnects, sequential, clients, workers, parts, fsync,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var isQuick = parsed.GetValue(quick);
            int Number(Option<int?> option, int full, int small) => parsed.GetValue(option) ?? (isQuick ? small : full);
            return run(
                new()
                {
                    Parts = parsed.GetRequiredValue(parts),
                    Assets = parsed.GetRequiredValue(assets),
                    Operator = parsed.GetRequiredValue(operatorFile),
                    Gateway = parsed.GetRequiredValue(gateway),
                    GatewayRequests = isQuick ? 20_000 : 100_000,
                    Config = parsed.GetRequiredValue(config),
                    Json = parsed.GetRequiredValue(json),
                    Instances = Number(instances, 2000, 200),
                    Large = Number(large, 10000, 0),
                    Reconnects = Number(reconnects, 200, 5),
                    Sequential = Number(sequential, 200, 20),
                    Clients = parsed.GetRequiredValue(clients),
                    Workers = parsed.GetRequiredValue(workers),
                    CeilingTime = TimeSpan.FromSeconds(isQuick ? 0.5 : 4),
                    Quiet = TimeSpan.FromSeconds(isQuick ? 2 : 10),
                    Fsync = parsed.GetValue(fsync),
                },
                cancellation);
        });
        // Ctrl-C cancels the run; the time is for the programs that it started to end.
        return command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) });
    }
}
