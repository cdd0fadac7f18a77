namespace ComputeOperator.Entities.V1;

/// <summary>How widely an instance is meant to be used.</summary>
public enum InstanceScope
{
    /// <summary>By everyone.</summary>
    Global,

    /// <summary>By one project.</summary>
    Project,

    /// <summary>By one orchestration run.</summary>
    Orchestration,
}
