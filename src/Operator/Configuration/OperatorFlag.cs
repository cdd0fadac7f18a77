namespace ComputeOperator.Operator.Configuration;

/// <summary>One setting: its flag, its environment variable, and what it does to the options.</summary>
/// <param name="Name">The flag without its dashes.</param>
/// <param name="Value">What its value is, for the help: <c>DURATION</c>, <c>true|false</c>.</param>
/// <param name="Default">The default as text.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Apply">Sets the option; returns what is allowed when the text is not.</param>
public sealed record OperatorFlag(
    string Name, string Value, string Default, string Description, Func<OperatorOptions, string, string?> Apply)
{
    /// <summary>Prefix of the environment variables.</summary>
    public const string EnvironmentPrefix = "COMPUTE_OPERATOR_";

    /// <summary>The environment variable; the flag wins over it.</summary>
    public string EnvironmentVariable => EnvironmentPrefix + Name.Replace('-', '_').ToUpperInvariant();
}
