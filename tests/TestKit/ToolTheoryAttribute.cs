namespace ComputeOperator.TestKit;

/// <summary>A theory that takes programs of the machine; where one is missing it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : Xunit.TheoryAttribute
{
    public ToolTheoryAttribute(params string[] tools) => Skip = Tools.Missing(tools);
}
