namespace ComputeOperator.Gateway.Dialects;

/// <summary>What endpoints say of the bodies that they read.</summary>
internal static class BodyMetadata
{
    /// <summary>What it reads, whatever the client says that it sends.</summary>
    public static RouteHandlerBuilder Reads<TBody>(this RouteHandlerBuilder endpoint)
        where TBody : notnull => endpoint.Accepts<TBody>("application/json", "*/*");
}
