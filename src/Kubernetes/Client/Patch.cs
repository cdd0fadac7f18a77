namespace ComputeOperator.Kubernetes.Client;

/// <summary>A change of part of an object. What it does not name stays as it is, unknown fields included.</summary>
/// <param name="Body">The patch document, UTF-8.</param>
public abstract record Patch(ReadOnlyMemory<byte> Body)
{
    /// <summary>MIME type that tells the API server which kind of patch it is.</summary>
    public abstract string ContentType { get; }

    /// <summary>RFC 7386: values replace, null removes, lists are replaced whole.</summary>
    public sealed record Merge(ReadOnlyMemory<byte> Body) : Patch(Body)
    {
        /// <inheritdoc/>
        public override string ContentType => "application/merge-patch+json";
    }

    /// <summary>RFC 6902: a list of operations, tests among them.</summary>
    public sealed record Json(ReadOnlyMemory<byte> Body) : Patch(Body)
    {
        /// <inheritdoc/>
        public override string ContentType => "application/json-patch+json";
    }

    /// <summary>Server-side apply: the fields named are owned by the field manager.</summary>
    public sealed record Apply(ReadOnlyMemory<byte> Body) : Patch(Body)
    {
        /// <inheritdoc/>
        public override string ContentType => "application/apply-patch+yaml";
    }
}
