namespace ComputeOperator.Gateway.Gce.Contracts;

/// <summary>The body of every failure.</summary>
internal sealed record ErrorBody(ErrorStatus Error);

/// <summary>What went wrong.</summary>
internal sealed record ErrorStatus(int Code, string Message, IReadOnlyList<ErrorDetail> Errors);

/// <summary>One cause.</summary>
internal sealed record ErrorDetail(string Message, string Domain, string Reason, string? Location = null, string? LocationType = null);
