namespace ComputeOperator.Kubernetes.Client;

/// <summary>Which objects a list reads and in what pieces.</summary>
public sealed record ListOptions
{
    /// <summary>Most objects on one page; absent: all.</summary>
    public int? Limit { get; init; }

    /// <summary>The largest page that is read, in bytes; absent: any.</summary>
    public int? MostBytes { get; init; }

    /// <summary>Token from the page before.</summary>
    public string? Continue { get; init; }

    /// <summary>Field selector.</summary>
    public string? FieldSelector { get; init; }
}
