using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Queue;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>What an <see cref="Informer{T}"/> follows and keeps.</summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed record InformerOptions<T>
    where T : class, IKubernetesObject
{
    /// <summary>The namespaces to follow; empty for all, and for cluster-scoped kinds.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>What to keep of each object, to save memory: name, uid, version and finalizers must stay. Absent: all of it.</summary>
    public Func<T, T>? Transform { get; init; }

    /// <summary>Indexes of the store: name, and the values an object is found by. They run under the store's lock and must not wait.</summary>
    public IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> Indexes { get; init; } = new Dictionary<string, Func<T, IEnumerable<string>>>();

    /// <summary>
    /// Called with every change of the store in the moment it is made, one after another: which object, as it was, as it is; null where it
    /// was not or is no longer there. One that cannot be read any more is as it was until it has gone or is mended. It runs under the store's lock: it must neither wait nor ask the store.
    /// </summary>
    public Action<ResourceKey, T?, T?>? Observer { get; init; }

    /// <summary>
    /// What the <see cref="Observer"/> is to go by of an object that could not be read since this process began: what can be told of it; null: nothing.
    /// </summary>
    public Func<MalformedObject, T?>? Salvage { get; init; }

    /// <summary>What to do when the kind is not installed, for people: a command such as <c>make install</c>.</summary>
    public string? InstallCommand { get; init; }

    /// <summary>Whether to ask for the list as a stream first (Kubernetes 1.32 and newer); a server that cannot is asked for pages.</summary>
    public bool StreamLists { get; init; } = true;

    /// <summary>Objects on one page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>A watch is renewed after this time, or up to twice as long.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much longer than it was asked to a server may keep a watch open before the connection counts as dead.</summary>
    public TimeSpan WatchGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a watch may bring nothing at all before it is begun anew where it is, lest it be dead behind something that keeps its connection
    /// alive. An API server sends a bookmark about once a minute where it sends any. Default 3 minutes.
    /// </summary>
    public TimeSpan WatchSilence { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long to wait after a list or watch that failed.</summary>
    public BackoffPolicy Backoff { get; init; } = BackoffPolicy.ForConnections;

    /// <summary>Where jitter comes from.</summary>
    public Random Random { get; init; } = Random.Shared;
}
