namespace ComputeOperator.Gateway.Gce.Filters;

/// <summary>A filter cannot be read; the message says why.</summary>
internal sealed class FilterException(string message) : Exception(message);
