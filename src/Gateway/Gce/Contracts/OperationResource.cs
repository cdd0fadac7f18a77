namespace ComputeOperator.Gateway.Gce.Contracts;

/// <summary>Something that was asked for, and how far it has come.</summary>
internal sealed record OperationResource
{
    public string Kind => "compute#operation";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Zone { get; init; }

    public required string OperationType { get; init; }

    public required string TargetLink { get; init; }

    public required string TargetId { get; init; }

    public required string Status { get; init; }

    public string? StatusMessage { get; init; }

    public required int Progress { get; init; }

    public required string InsertTime { get; init; }

    public string? StartTime { get; init; }

    public string? EndTime { get; init; }

    public OperationErrors? Error { get; init; }

    public int? HttpErrorStatusCode { get; init; }

    public string? HttpErrorMessage { get; init; }

    public required string SelfLink { get; init; }
}

/// <summary>Why an operation failed.</summary>
internal sealed record OperationErrors(IReadOnlyList<OperationErrorDetail> Errors);

/// <summary>One cause.</summary>
internal sealed record OperationErrorDetail(string Code, string Message);
