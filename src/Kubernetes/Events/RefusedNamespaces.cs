namespace ComputeOperator.Kubernetes.Events;

/// <summary>
/// Namespaces in which an event was just refused. For a while none is tried there: the teardown of a large namespace
/// would otherwise be a storm of refusals. For one caller at a time.
/// </summary>
internal sealed class RefusedNamespaces(TimeProvider time)
{
    private const int Most = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, (DropReason Reason, long At)> _refused = [];

    public DropReason? ReasonIn(string ns)
    {
        if (!_refused.TryGetValue(ns, out var refusal))
        {
            return null;
        }

        if (time.GetElapsedTime(refusal.At) < Pause)
        {
            return refusal.Reason;
        }

        _refused.Remove(ns);
        return null;
    }

    public void Add(string ns, DropReason reason)
    {
        if (_refused.Count >= Most)
        {
            _refused.Clear();
        }

        _refused[ns] = (reason, time.GetTimestamp());
    }
}
