namespace ComputeOperator.Manifests.Tests.Samples;

/// <summary>Has a summary for its property.</summary>
public interface IDocumented
{
    /// <summary>Said once, in the interface.</summary>
    string Inherited { get; }
}

/// <summary>Markup of all sorts.</summary>
public sealed record Documented : IDocumented
{
    /// <inheritdoc/>
    public string Inherited { get; init; } = "";

    /// <summary>
    /// One <c>code</c> and
    /// another line &amp; so on.
    /// <para>A paragraph about <see cref="Inherited"/>, <see cref="GadgetSpec.Address"/>, <see cref="Shade.Dark"/> and <see cref="Shade"/>.</para>
    /// <list type="bullet">
    /// <item><term>First</term><description>one.</description></item>
    /// <item>Second, <see langword="null"/>.</item>
    /// </list>
    /// </summary>
    public string Markup { get; init; } = "";

    /// <summary></summary>
    public string Empty { get; init; } = "";

    public string Silent { get; init; } = "";
}
