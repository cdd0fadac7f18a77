namespace ComputeOperator.Entities.V1;

/// <summary>The condition types of an Instance.</summary>
public static class InstanceConditions
{
    /// <summary>What is seen is what is wanted.</summary>
    public const string Ready = "Ready";

    /// <summary>The references hold: machine type, parent, provider.</summary>
    public const string Accepted = "Accepted";

    /// <summary>The tenant has room for it, and lets it run.</summary>
    public const string QuotaReserved = "QuotaReserved";

    /// <summary>The power state seen is the one wanted.</summary>
    public const string PowerStateSynced = "PowerStateSynced";

    /// <summary>Present only while a change waits for the next start.</summary>
    public const string RestartRequired = "RestartRequired";

    /// <summary>Present only while True: work goes on by itself (kstatus).</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>Present only while True: the user must act (kstatus).</summary>
    public const string Stalled = "Stalled";
}
