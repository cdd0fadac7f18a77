namespace ComputeOperator.Kubernetes.Informers;

/// <summary>Ends from outside what is under way, if anything is; what begins later goes on.</summary>
internal sealed class Interruption
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _underWay;

    /// <summary>Begins something that can be ended.</summary>
    public Scope Begin(CancellationToken cancellation)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_gate)
        {
            _underWay = source;
        }

        return new(this, source);
    }

    /// <summary>Ends it.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            _underWay?.Cancel();
        }
    }

    /// <summary>What is under way, until it is disposed of.</summary>
    public readonly struct Scope(Interruption owner, CancellationTokenSource source) : IDisposable
    {
        /// <summary>Cancelled when it is to end.</summary>
        public CancellationToken Token => source.Token;

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._underWay = null;
                source.Dispose();
            }
        }
    }
}
