using System.Net;
using System.Net.Sockets;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// Connects to whichever address of a name answers first. Each has a head start over the next: one that drops packets delays a
/// connection, and does not prevent it.
/// </summary>
/// <param name="open">Makes a socket for an address.</param>
/// <param name="resolve">The addresses of a host, preferred ones first.</param>
internal sealed class FirstToConnect(Func<IPAddress, Socket> open, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>What RFC 8305, section 5, calls the connection attempt delay, and recommends.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <exception cref="SocketException">None has accepted: of the one that failed last.</exception>
    public async Task<Socket> ConnectAsync(DnsEndPoint target, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellation).ConfigureAwait(false);
        if (addresses is [var only])
        {
            return await TryAsync(only, target.Port, cancellation).ConfigureAwait(false);
        }

        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task<Socket>> running = [];
        try
        {
            return await RaceAsync(new Queue<IPAddress>(addresses), target.Port, running, race.Token).ConfigureAwait(false);
        }
        finally
        {
            await race.CancelAsync().ConfigureAwait(false);
            running.ForEach(Close);
        }
    }

    private async Task<Socket> RaceAsync(Queue<IPAddress> waiting, int port, List<Task<Socket>> running, CancellationToken cancellation)
    {
        var failure = new SocketException((int)SocketError.HostNotFound);
        while (waiting.TryDequeue(out var address) || running.Count > 0)
        {
            if (address is not null)
            {
                running.Add(TryAsync(address, port, cancellation));
            }

            var headStart = Task.Delay(waiting.Count > 0 ? HeadStart : Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            var first = await Task.WhenAny([.. running, headStart]).ConfigureAwait(false);
            if (first is not Task<Socket> ended)
            {
                cancellation.ThrowIfCancellationRequested();
                continue;
            }

            running.Remove(ended);
            try
            {
                return await ended.ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                failure = e;
            }
        }

        throw failure;
    }

    private async Task<Socket> TryAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        var socket = open(address);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Close(Task<Socket> late) => late.ContinueWith(
        static task =>
        {
            if (task.IsCompletedSuccessfully)
            {
                task.Result.Dispose();
            }
        },
        CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
