using ComputeOperator.Gateway.Configuration;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>How many large bodies are kept in memory at once. Of the process, because its memory is: nobody has proved who he is before his request is read.</summary>
internal sealed class LargeBodies(GatewayOptions options) : IDisposable
{
    /// <summary>A body of more bytes needs a place.</summary>
    public const int Small = 64 * 1024;

    private const int MostBytes = 32 * 1024 * 1024;

    private readonly SemaphoreSlim _places = new(PlacesFor(options));

    /// <summary>The number of places.</summary>
    public static int PlacesFor(GatewayOptions options) => Math.Max(1, MostBytes / options.MaxBodyBytes);

    /// <summary>Takes a place; false where none is free.</summary>
    public bool TryTake() => _places.Wait(0);

    public void Release() => _places.Release();

    public void Dispose() => _places.Dispose();
}
