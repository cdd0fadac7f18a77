namespace ComputeOperator.TestKit;

/// <summary>A fact that takes programs of the machine; where one is missing it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : Xunit.FactAttribute
{
    public ToolFactAttribute(params string[] tools) => Skip = Tools.Missing(tools);
}
