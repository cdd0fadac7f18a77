using System.Text.Json.Serialization.Metadata;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>A REST API that programs already speak: its paths, and how it says that something went wrong.</summary>
internal interface IDialect
{
    /// <summary>Name in metrics, and of its OpenAPI document.</summary>
    string Name { get; }

    /// <summary>Title of its OpenAPI document.</summary>
    string Title { get; }

    /// <summary>The contracts of what it reads and writes.</summary>
    IJsonTypeInfoResolver Contracts { get; }

    /// <summary>Whether a path is its own, known or not.</summary>
    bool Owns(PathString path);

    /// <summary>Adds its endpoints.</summary>
    void Map(IEndpointRouteBuilder routes);

    /// <summary>Answers that a request failed.</summary>
    /// <param name="context">The request; nothing of the answer has been sent.</param>
    /// <param name="exception">What happened; the shared meaning is <see cref="Failures.FailureOf"/>'s.</param>
    Task WriteAsync(HttpContext context, Exception exception);
}
