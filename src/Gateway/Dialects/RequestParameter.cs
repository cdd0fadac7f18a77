namespace ComputeOperator.Gateway.Dialects;

/// <summary>A parameter that handlers read from the request themselves, as the OpenAPI documents name it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
internal sealed record RequestParameter(string Name, string Description)
{
    /// <summary>Whether it is a header; else it is in the query.</summary>
    public bool IsHeader { get; init; }

    /// <summary>Whether it is a whole number; else it is text.</summary>
    public bool IsNumber { get; init; }

    /// <summary>The words that are allowed; empty: any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>What endpoints say of the parameters that they read.</summary>
internal static class ParameterMetadata
{
    public static TEndpoints Takes<TEndpoints>(this TEndpoints endpoints, params RequestParameter[] parameters)
        where TEndpoints : IEndpointConventionBuilder => endpoints.WithMetadata([.. parameters]);
}
