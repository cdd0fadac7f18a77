using System.Collections.Concurrent;

namespace ComputeOperator.TestKit.Faults;

/// <summary>A request that passed through a <see cref="FaultyTransport"/>.</summary>
public sealed record SentRequest(HttpMethod Method, string PathAndQuery)
{
    public bool IsWatch => FaultyTransport.IsWatchPath(PathAndQuery);
}

/// <summary>
/// Lies between the client and the connection, records each request and makes those go wrong that the test named.
/// Without faults it changes nothing.
/// </summary>
public sealed class FaultyTransport : DelegatingHandler
{
    private readonly Lock _gate = new();
    private readonly List<Scripted> _script = [];
    private readonly ConcurrentQueue<SentRequest> _sent = new();

    /// <summary>Every request so far, oldest first, those that a fault swallowed included.</summary>
    public IReadOnlyCollection<SentRequest> Sent => _sent;

    /// <summary>How many faults have not happened yet.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
            {
                return _script.Sum(scripted => scripted.Left);
            }
        }
    }

    /// <summary>Whether <paramref name="request"/> is a watch.</summary>
    public static bool IsWatch(HttpRequestMessage request) => IsWatchPath(request.RequestUri!.Query);

    /// <summary>
    /// Makes the next <paramref name="times"/> requests that <paramref name="when"/> picks (absent: all) go wrong. Of several
    /// faults that fit a request, the one injected first happens.
    /// </summary>
    public FaultyTransport Inject(Fault fault, Func<HttpRequestMessage, bool>? when = null, int times = 1)
    {
        lock (_gate)
        {
            _script.Add(new Scripted(fault, when ?? (_ => true)) { Left = times });
        }

        return this;
    }

    /// <summary>Forgets the faults that have not happened yet.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _script.Clear();
        }
    }

    internal static bool IsWatchPath(string pathAndQuery) =>
        pathAndQuery.Contains("watch=1", StringComparison.Ordinal) || pathAndQuery.Contains("watch=true", StringComparison.Ordinal);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _sent.Enqueue(new(request.Method, request.RequestUri!.PathAndQuery));
        return Next(request) is { } fault
            ? fault.SendAsync(request, base.SendAsync, cancellationToken)
            : base.SendAsync(request, cancellationToken);
    }

    private Fault? Next(HttpRequestMessage request)
    {
        lock (_gate)
        {
            var scripted = _script.Find(candidate => candidate.When(request));
            if (scripted is not null && --scripted.Left == 0)
            {
                _script.Remove(scripted);
            }

            return scripted?.Fault;
        }
    }

    private sealed class Scripted(Fault fault, Func<HttpRequestMessage, bool> when)
    {
        public Fault Fault => fault;

        public Func<HttpRequestMessage, bool> When => when;

        public int Left { get; set; }
    }
}
