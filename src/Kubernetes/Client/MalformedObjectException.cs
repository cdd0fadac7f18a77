namespace ComputeOperator.Kubernetes.Client;

/// <summary>The one object that was asked for does not fit its type.</summary>
public sealed class MalformedObjectException : Exception
{
    /// <summary>A failure to read <paramref name="malformed"/>.</summary>
    public MalformedObjectException(MalformedObject malformed)
        : base(malformed?.Error) => Malformed = malformed!;

    /// <summary>What could be told of the object.</summary>
    public MalformedObject Malformed { get; }
}
