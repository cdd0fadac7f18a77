namespace ComputeOperator.Gateway.Gce.Batch;

/// <summary>How much the answers to one batch may be together, which is kept in memory until the last is there.</summary>
internal sealed class BatchAnswers(int most)
{
    /// <summary>What a part may answer whatever others have: as much as a change ever does.</summary>
    public const int Small = 16 * 1024;

    private int _left = most;

    /// <summary>Whether there is no room for more than small answers.</summary>
    public bool IsFull => Volatile.Read(ref _left) <= 0;

    /// <summary>Takes room; false when there is not enough, and never again.</summary>
    public bool Take(int bytes) => Interlocked.Add(ref _left, -bytes) >= 0;
}
