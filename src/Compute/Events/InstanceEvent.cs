namespace ComputeOperator.Compute.Events;

/// <summary>Something about an instance that its owner would ask about.</summary>
/// <param name="IsWarning">Whether it is out of the normal course.</param>
/// <param name="Reason">Why, one CamelCase word.</param>
/// <param name="Action">What was done or tried, one CamelCase word.</param>
/// <param name="Note">One sentence.</param>
public sealed record InstanceEvent(bool IsWarning, string Reason, string Action, string Note);
