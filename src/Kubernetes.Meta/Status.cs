namespace ComputeOperator.Kubernetes.Meta;

/// <summary>The API server's answer where there is no object to return, errors above all (<c>meta/v1 Status</c>).</summary>
public sealed record Status
{
    /// <summary><c>v1</c>.</summary>
    public string? ApiVersion { get; init; }

    /// <summary><c>Status</c>.</summary>
    public string? Kind { get; init; }

    /// <summary><c>resourceVersion</c> and <c>continue</c>, where they apply.</summary>
    public ListMeta? Metadata { get; init; }

    /// <summary><c>Success</c> or <c>Failure</c>; named apart from the type that carries it.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("status")]
    public string? Outcome { get; init; }

    /// <summary>One human sentence.</summary>
    public string? Message { get; init; }

    /// <summary>A CamelCase word for machines: <c>NotFound</c>, <c>AlreadyExists</c>, <c>Expired</c> ….</summary>
    public string? Reason { get; init; }

    /// <summary>More about the cause.</summary>
    public StatusDetails? Details { get; init; }

    /// <summary>The HTTP status code.</summary>
    public int? Code { get; init; }
}

/// <summary>More about a <see cref="Status"/> (<c>meta/v1 StatusDetails</c>).</summary>
public sealed record StatusDetails
{
    /// <summary>Name of the object concerned.</summary>
    public string? Name { get; init; }

    /// <summary>API group of the object concerned.</summary>
    public string? Group { get; init; }

    /// <summary>Kind, or in some answers the resource, of the object concerned.</summary>
    public string? Kind { get; init; }

    /// <summary>Uid of the object concerned.</summary>
    public string? Uid { get; init; }

    /// <summary>One entry per invalid field, where the server knows.</summary>
    public IReadOnlyList<StatusCause>? Causes { get; init; }

    /// <summary>Seconds to wait before another try.</summary>
    public int? RetryAfterSeconds { get; init; }
}

/// <summary>One reason of a failure (<c>meta/v1 StatusCause</c>).</summary>
public sealed record StatusCause
{
    /// <summary>A CamelCase word for machines: <c>FieldValueInvalid</c> ….</summary>
    public string? Reason { get; init; }

    /// <summary>One human sentence.</summary>
    public string? Message { get; init; }

    /// <summary>Path of the field, <c>spec.machineType</c>.</summary>
    public string? Field { get; init; }
}
