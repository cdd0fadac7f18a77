namespace ComputeOperator.Kubernetes.Events;

/// <summary>Whether an event is part of the normal course of things.</summary>
public enum EventType
{
    /// <summary>It is.</summary>
    Normal,

    /// <summary>Something did not work as wanted.</summary>
    Warning,
}
