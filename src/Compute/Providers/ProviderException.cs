namespace ComputeOperator.Compute.Providers;

/// <summary>A provider could not do what it was asked, and can say why.</summary>
public sealed class ProviderException : Exception
{
    /// <summary>A failure with a reason for machines and a sentence for people.</summary>
    /// <param name="reason">One CamelCase word: the reason of condition and event.</param>
    /// <param name="message">A sentence.</param>
    /// <param name="isPermanent">The same try would fail again until the user changes something.</param>
    /// <param name="inner">The cause.</param>
    public ProviderException(string reason, string message, bool isPermanent = false, Exception? inner = null)
        : base(message, inner)
    {
        Reason = reason;
        IsPermanent = isPermanent;
    }

    /// <summary>One CamelCase word.</summary>
    public string Reason { get; }

    /// <summary>Whether the same try would fail again until the user changes something.</summary>
    public bool IsPermanent { get; }
}
