namespace ComputeOperator.Gateway.VmManager.Contracts;

/// <summary>The body of a failure.</summary>
internal sealed record ErrorBody(string Detail);

/// <summary>The body of an answer to a request that says something that cannot be.</summary>
internal sealed record ValidationErrorBody(IReadOnlyList<FieldError> Detail);

/// <summary>What is wrong with one field.</summary>
/// <param name="Loc">Where it is, from the outside in.</param>
/// <param name="Msg">What is wrong, and what is allowed.</param>
/// <param name="Type">One word for machines.</param>
internal sealed record FieldError(IReadOnlyList<string> Loc, string Msg, string Type);
