namespace ComputeOperator.Gateway.Instances;

/// <summary>How many requests wait for Instances at once: each is a watch, here and on the API server.</summary>
internal sealed class InstanceWaits(int most) : IDisposable
{
    private readonly SemaphoreSlim _places = new(most);

    /// <summary>For a request that must not wait, whatever it asks for. As a feature of a request it takes the place of the gateway's own.</summary>
    public static InstanceWaits None { get; } = new(0);

    /// <summary>Takes a place; false where none is free.</summary>
    public bool TryTake() => _places.Wait(0);

    public void Release() => _places.Release();

    public void Dispose() => _places.Dispose();
}
