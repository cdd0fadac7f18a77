namespace ComputeOperator.Hosting.Configuration;

/// <summary>One setting of a program: its flag, and what it does to the options.</summary>
/// <typeparam name="TOptions">The program's options.</typeparam>
/// <param name="Name">The flag without its dashes.</param>
/// <param name="Value">What its value is, for the help: <c>DURATION</c>, <c>true|false</c>.</param>
/// <param name="Default">The default as text.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Apply">Sets the option; returns what is allowed when the text is not.</param>
public sealed record Flag<TOptions>(
    string Name, string Value, string Default, string Description, Func<TOptions, string, string?> Apply);
