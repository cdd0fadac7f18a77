namespace ComputeOperator.Kubernetes.Events;

/// <summary>Lets a burst through and then so many per second. For one caller at a time.</summary>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Waits until the caller may go on.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        Fill();
        while (_tokens < 1)
        {
            var missing = TimeSpan.FromSeconds((1 - _tokens) / perSecond);
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(missing.TotalMilliseconds)), time, cancellation);
            Fill();
        }

        _tokens--;
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
