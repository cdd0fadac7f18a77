using System.Net.Sockets;

namespace ComputeOperator.TestKit.Faults;

/// <summary>
/// Stands in the connections of a client and can make them fall silent, as a firewall does that forgets them: nothing
/// arrives and nothing leaves, and neither side is told.
/// </summary>
public sealed class SocketGate
{
    private readonly Lock _gate = new();
    private readonly List<GatedStream> _connections = [];

    /// <summary>How many connections were opened so far.</summary>
    public int Opened { get; private set; }

    /// <summary>How many of them are not closed yet.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Whether new connections are refused.</summary>
    public bool RefuseNew { get; set; }

    /// <summary>Puts the gate into a new connection.</summary>
    public Stream Wrap(Stream connection)
    {
        if (RefuseNew)
        {
            connection.Dispose();
            throw new SocketException((int)SocketError.ConnectionRefused);
        }

        var gated = new GatedStream(connection, Forget);
        lock (_gate)
        {
            Opened++;
            _connections.Add(gated);
        }

        return gated;
    }

    /// <summary>Makes the connections that are open now silent; later ones work.</summary>
    public void Stall() => ForEach(connection => connection.Stall());

    /// <summary>Cuts the connections that are open now; their users see an error at once.</summary>
    public void Cut() => ForEach(connection => connection.Dispose());

    private void ForEach(Action<GatedStream> act)
    {
        GatedStream[] open;
        lock (_gate)
        {
            open = [.. _connections];
        }

        Array.ForEach(open, connection => act(connection));
    }

    private void Forget(GatedStream connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }
}
