namespace ComputeOperator.Compute.Lifecycle;

/// <summary>What the provider sees of the machine right now.</summary>
public enum MachineState
{
    /// <summary>There is none.</summary>
    Absent,

    /// <summary>It exists and is off.</summary>
    Stopped,

    /// <summary>It is being made, is booting, resuming or resetting.</summary>
    Starting,

    /// <summary>It is up.</summary>
    Running,

    /// <summary>It is saving its memory.</summary>
    Suspending,

    /// <summary>It is off with its memory kept.</summary>
    Suspended,

    /// <summary>It is shutting down.</summary>
    Stopping,

    /// <summary>It died by itself.</summary>
    Failed,
}
