namespace ComputeOperator.Benchmarks;

/// <summary>What is measured, with which programs.</summary>
internal sealed record Options
{
    /// <summary>Part of the run: ceilings, rates, requests, CPU.</summary>
    public const string Throughput = "throughput";

    /// <summary>Part of the run: memory, restarts, reconnects.</summary>
    public const string Memory = "memory";

    /// <summary>Part of the run: what a tenant with limits costs.</summary>
    public const string Tenants = "tenants";

    /// <summary>Part of the run: the gateway beside the API server.</summary>
    public const string GatewayPart = "gateway";

    /// <summary>Which parts to run; how long one Instance takes on an idle system always is.</summary>
    public required IReadOnlyCollection<string> Parts { get; init; }

    /// <summary>Folder with <c>kube-apiserver</c>, <c>etcd</c>, <c>kubectl</c> and <c>control-plane</c>.</summary>
    public required string Assets { get; init; }

    /// <summary>The published operator.</summary>
    public required string Operator { get; init; }

    /// <summary>The published gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>Requests over which the gateway's memory is looked at.</summary>
    public required int GatewayRequests { get; init; }

    /// <summary>Folder of the manifests.</summary>
    public required string Config { get; init; }

    /// <summary>Where the JSON goes.</summary>
    public required string Json { get; init; }

    /// <summary>Instances of the throughput part, and the smaller number of the memory part.</summary>
    public required int Instances { get; init; }

    /// <summary>The larger number of the memory part; 0: left out.</summary>
    public required int Large { get; init; }

    /// <summary>How often the operator's connections are cut.</summary>
    public required int Reconnects { get; init; }

    /// <summary>Instances created one after another on an idle system.</summary>
    public required int Sequential { get; init; }

    /// <summary>Clients that create, patch and delete Instances as users do.</summary>
    public required int Clients { get; init; }

    /// <summary>The operator's workers, and the writers that stand in for them.</summary>
    public required int Workers { get; init; }

    /// <summary>How long each number of connections patches.</summary>
    public required TimeSpan CeilingTime { get; init; }

    /// <summary>How long nothing happens before memory counts as idle.</summary>
    public required TimeSpan Quiet { get; init; }

    /// <summary>Whether etcd waits for the disk.</summary>
    public required bool Fsync { get; init; }

    /// <summary>Unmeasured Instances before each measured round: a just-in-time compiler is not what is measured.</summary>
    public int WarmUp => Math.Min(200, Instances / 10);
}
