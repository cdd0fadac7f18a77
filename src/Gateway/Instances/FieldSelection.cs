namespace ComputeOperator.Gateway.Instances;

/// <summary>
/// Whether the API server selects Instances by fields of spec, which it does from Kubernetes 1.31 on. Where it does not, lists are read whole; now and
/// then it is asked again, because clusters are upgraded.
/// </summary>
internal sealed class FieldSelection(TimeProvider time)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(10);
    private static readonly long Never = long.MinValue;

    private long _refused = Never;

    /// <summary>Whether to ask for it.</summary>
    public bool IsWorthAsking => Interlocked.Read(ref _refused) is var refused && (refused == Never || time.GetElapsedTime(refused) > AskAgain);

    /// <summary>The server does not know the fields.</summary>
    public void Refused() => Interlocked.Exchange(ref _refused, time.GetTimestamp());
}
