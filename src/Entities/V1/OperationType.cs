using System.Text.Json.Serialization;

namespace ComputeOperator.Entities.V1;

/// <summary>What an operation does; the words are Google Compute Engine's where it has one.</summary>
public enum OperationType
{
    /// <summary>Created, until it first runs, or is off where it was wanted off.</summary>
    [JsonStringEnumMemberName("insert")]
    Insert,

    /// <summary>Powered on.</summary>
    [JsonStringEnumMemberName("start")]
    Start,

    /// <summary>Powered off.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>Suspended.</summary>
    [JsonStringEnumMemberName("suspend")]
    Suspend,

    /// <summary>Brought back from suspension.</summary>
    [JsonStringEnumMemberName("resume")]
    Resume,

    /// <summary>Power-cycled.</summary>
    [JsonStringEnumMemberName("restart")]
    Restart,

    /// <summary>Reset without a change of phase.</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary>Brought back after it died by itself.</summary>
    [JsonStringEnumMemberName("repair")]
    Repair,

    /// <summary>Deleted.</summary>
    [JsonStringEnumMemberName("delete")]
    Delete,
}

/// <summary>Whether an operation still goes on.</summary>
public enum OperationStatus
{
    /// <summary>It goes on.</summary>
    [JsonStringEnumMemberName("RUNNING")]
    Running,

    /// <summary>It has ended, well or not.</summary>
    [JsonStringEnumMemberName("DONE")]
    Done,
}
