namespace ComputeOperator.Compute.Lifecycle;

/// <summary>Where an instance should be heading, all wishes of spec and metadata taken together.</summary>
public enum Goal
{
    /// <summary>Run.</summary>
    Running,

    /// <summary>Be stopped and started once: a graceful restart that has not begun.</summary>
    PowerCycle,

    /// <summary>Be off with memory kept.</summary>
    Suspended,

    /// <summary>Be off.</summary>
    Stopped,

    /// <summary>Be gone, machine and all.</summary>
    Deleted,
}
