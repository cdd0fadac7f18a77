namespace ComputeOperator.Kubernetes.Client;

/// <summary>How the API server is reached.</summary>
public sealed record TransportOptions
{
    /// <summary>Sent as <c>User-Agent</c>; the API server's audit log shows it. Default <c>compute-operator</c>.</summary>
    public string UserAgent { get; init; } = "compute-operator";

    /// <summary>How long a connection may be quiet before it is asked for a sign of life. At least 1 s; default 10 s.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long that sign may take before the connection counts as dead, with all its watches. At least 1 s; default 10 s.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may take to be made, handshakes included. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the server may take to begin an answer; it gives up itself after 60 s. Default 90 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How often a read is tried while the server answers 429 or 503 with <c>Retry-After</c>. Default 5.</summary>
    public int ReadAttempts { get; init; } = 5;

    /// <summary>
    /// Handlers between the client's own (credentials, retries, metrics) and the connections, outermost first: where tests
    /// inject faults.
    /// </summary>
    public IReadOnlyList<DelegatingHandler> Handlers { get; init; } = [];

    /// <summary>Stands in each new connection, below TLS: where tests observe and cut it.</summary>
    public Func<Stream, Stream>? WrapConnection { get; init; }

    /// <summary>The clock of retries and expiry.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
