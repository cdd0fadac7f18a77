using Microsoft.AspNetCore.Mvc;

namespace ComputeOperator.Gateway.Gce.Lists;

/// <summary>The parameters of a list, as text: what is wrong with one is said in the dialect's form.</summary>
internal readonly record struct ListParameters
{
    [FromQuery(Name = "filter")]
    public string? Filter { get; init; }

    [FromQuery(Name = "maxResults")]
    public string? MaxResults { get; init; }

    [FromQuery(Name = "pageToken")]
    public string? PageToken { get; init; }

    [FromQuery(Name = "orderBy")]
    public string? OrderBy { get; init; }
}
