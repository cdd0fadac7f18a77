namespace ComputeOperator.Benchmarks.Load;

/// <summary>HTTP clients with a connection each.</summary>
internal sealed class HttpClients : IDisposable
{
    private readonly HttpClient[] _clients;

    public HttpClients(Func<HttpClient> connect, int count)
    {
        _clients = [.. Enumerable.Range(0, count).Select(_ => connect())];
        Load = new(_clients);
    }

    public RequestLoad Load { get; }

    /// <summary>Sends a number of requests, nothing measured.</summary>
    public async Task SendAsync(int count, Func<int, (string Path, byte[]? Body)> request, CancellationToken cancellation)
    {
        var next = -1;
        await Task.WhenAll(_clients.Select(client => Task.Run(
            async () =>
            {
                for (var index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
                {
                    var (path, body) = request(index);
                    await RequestLoad.SendAsync(client, path, body, cancellation);
                }
            },
            cancellation)));
    }

    public void Dispose() => Array.ForEach(_clients, client => client.Dispose());
}
