namespace ComputeOperator.Gateway.Gce.Batch;

/// <summary>One request inside a batch.</summary>
/// <param name="ContentId">The id of the part, in its angle brackets; null: it has none.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path, with its query.</param>
/// <param name="Headers">Header lines.</param>
/// <param name="Body">Body as text.</param>
internal sealed record BatchRequest(
    string? ContentId, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
