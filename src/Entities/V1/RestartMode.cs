namespace ComputeOperator.Entities.V1;

/// <summary>How a restart is done.</summary>
public enum RestartMode
{
    /// <summary>A full power cycle through STOPPING, TERMINATED and STAGING.</summary>
    Graceful,

    /// <summary>The reset button: the phase stays RUNNING.</summary>
    Hard,
}
