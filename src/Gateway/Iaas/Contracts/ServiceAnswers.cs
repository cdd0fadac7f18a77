namespace ComputeOperator.Gateway.Iaas.Contracts;

/// <summary>The state of the service.</summary>
internal sealed record HealthResource(string Status, string Service);

/// <summary>The body of every failure.</summary>
internal sealed record ErrorBody(string Error);
