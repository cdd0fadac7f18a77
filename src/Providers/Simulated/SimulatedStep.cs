namespace ComputeOperator.Providers.Simulated;

/// <summary>The steps of a simulated machine that take time and can fail.</summary>
public enum SimulatedStep
{
    /// <summary>Made and powered on the first time.</summary>
    Create,

    /// <summary>Powered on.</summary>
    Start,

    /// <summary>Powered off by asking.</summary>
    Stop,

    /// <summary>Memory saved.</summary>
    Suspend,

    /// <summary>Memory restored.</summary>
    Resume,

    /// <summary>Reset, or powered on as the second half of a restart.</summary>
    Restart,

    /// <summary>Removed.</summary>
    Delete,
}
