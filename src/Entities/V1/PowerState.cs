namespace ComputeOperator.Entities.V1;

/// <summary>The power state that is wanted.</summary>
public enum PowerState
{
    /// <summary>On.</summary>
    Running,

    /// <summary>Off; the phase is then TERMINATED.</summary>
    Stopped,

    /// <summary>Off with its memory kept.</summary>
    Suspended,
}
