namespace ComputeOperator.Gateway.Gce.Contracts;

/// <summary>One page of resources.</summary>
internal sealed record ResourcePage<T>(string Kind, string Id, IReadOnlyList<T>? Items, string? NextPageToken, string SelfLink);

/// <summary>One page of resources, by the zone that they are in.</summary>
internal sealed record AggregatedPage(string Kind, string Id, IReadOnlyDictionary<string, ScopedResources> Items, string? NextPageToken, string SelfLink);

/// <summary>The resources of one zone; of the lists only that of the kind asked for is present.</summary>
internal sealed record ScopedResources
{
    public IReadOnlyList<InstanceResource>? Instances { get; init; }

    public IReadOnlyList<MachineTypeResource>? MachineTypes { get; init; }

    public IReadOnlyList<OperationResource>? Operations { get; init; }

    public IReadOnlyList<DiskResource>? Disks { get; init; }

    public ScopeWarning? Warning { get; init; }
}

/// <summary>Says that a zone has nothing on this page.</summary>
internal sealed record ScopeWarning(string Code, string Message, IReadOnlyList<ScopeWarningData> Data)
{
    public static ScopeWarning NoResults(string scope) =>
        new("NO_RESULTS_ON_PAGE", $"There are no results for scope '{scope}' on this page.", [new("scope", scope)]);
}

/// <summary>A detail of a <see cref="ScopeWarning"/>.</summary>
internal sealed record ScopeWarningData(string Key, string Value);
