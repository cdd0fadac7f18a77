namespace ComputeOperator.Kubernetes;

/// <summary>A token cancelled after a while by the injected clock, or with another. The built-in pair knows only the system's clock.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        _timer = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellation);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Begins the time anew; without effect once it is over.</summary>
    public void Restart(TimeSpan limit) => _timer.CancelAfter(limit);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
