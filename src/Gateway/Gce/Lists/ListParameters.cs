namespace ComputeOperator.Gateway.Gce.Lists;

/// <summary>The parameters of a list, as text: what is wrong with one is said in the dialect's form.</summary>
internal readonly record struct ListParameters
{
    public string? Filter { get; init; }

    public string? MaxResults { get; init; }

    public string? PageToken { get; init; }

    public string? OrderBy { get; init; }
}
