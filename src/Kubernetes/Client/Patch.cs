using System.Net.Http.Headers;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>A change of part of an object. What it does not name stays as it is, unknown fields included.</summary>
/// <param name="Body">The patch document, UTF-8.</param>
public abstract record Patch(ReadOnlyMemory<byte> Body)
{
    /// <summary>MIME type that tells the API server which kind of patch it is.</summary>
    public abstract string ContentType { get; }

    /// <summary><see cref="ContentType"/> as a header, made once.</summary>
    internal abstract MediaTypeHeaderValue MediaType { get; }

    /// <summary>RFC 7386: values replace, null removes, lists are replaced whole.</summary>
    public sealed record Merge(ReadOnlyMemory<byte> Body) : Patch(Body)
    {
        private static readonly MediaTypeHeaderValue Header = new("application/merge-patch+json");

        /// <inheritdoc/>
        public override string ContentType => Header.MediaType!;

        internal override MediaTypeHeaderValue MediaType => Header;
    }

    /// <summary>RFC 6902: a list of operations, tests among them.</summary>
    public sealed record Json(ReadOnlyMemory<byte> Body) : Patch(Body)
    {
        private static readonly MediaTypeHeaderValue Header = new("application/json-patch+json");

        /// <inheritdoc/>
        public override string ContentType => Header.MediaType!;

        internal override MediaTypeHeaderValue MediaType => Header;
    }

    /// <summary>Server-side apply: the fields named are owned by the field manager.</summary>
    public sealed record Apply(ReadOnlyMemory<byte> Body) : Patch(Body)
    {
        private static readonly MediaTypeHeaderValue Header = new("application/apply-patch+yaml");

        /// <inheritdoc/>
        public override string ContentType => Header.MediaType!;

        internal override MediaTypeHeaderValue MediaType => Header;
    }
}
