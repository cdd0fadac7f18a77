using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>
/// Keeps a <see cref="Store{T}"/> equal to what the API server has, and tells of each change: lists once, then watches, and
/// goes on from where it was after every interruption.
/// </summary>
/// <remarks>
/// <para>
/// A subscriber is called on the thread that brought the change, without any lock held. It must be quick and must not throw: one that
/// does is logged as an error, and the others are told all the same.
/// Changes of one object that come by the watch and by an own write are told by two threads: each is told once, but the later
/// one may be told first. The store is always right.
/// </para>
/// <para>
/// An object that cannot be read is logged and reported by <see cref="Malformed"/> once per version and is not in the store; if it was
/// there before, <see cref="Changed"/> says <see cref="ChangeKind.Unreadable"/>, and its deletion is still noticed.
/// </para>
/// </remarks>
/// <typeparam name="T">The kind.</typeparam>
public sealed partial class Informer<T>
    where T : class, IKubernetesObject
{
    private readonly string _resource;
    private readonly Func<T, T> _trim;
    private readonly Cache<T> _cache;
    private readonly Reflector<T>[] _reflectors;
    private readonly ILogger _logger;
    private readonly Callbacks<T> _callbacks;

    /// <summary>An informer that does nothing until <see cref="RunAsync"/>.</summary>
    public Informer(ResourceClient<T> client, InformerOptions<T> options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _trim = options.Transform ?? (item => item);
        _resource = client.Definition.Plural;
        _logger = logger;
        _callbacks = new(_resource, logger);
        Store = new(_callbacks.Indexes(options.Indexes), options.Observer is { } observer ? _callbacks.Observer(observer) : null);
        _cache = new(
            Store, options.Salvage is { } salvage ? _callbacks.Salvage(salvage) : null, change => _callbacks.Tell(Changed, change), TellMalformed);
        string?[] scopes = options.Namespaces.Count == 0 ? [null] : [.. options.Namespaces.Distinct()];
        _reflectors = [.. scopes.Select(ns => new Reflector<T>(client, ns, options, _cache, time, logger))];
        Synced = Task.WhenAll(_reflectors.Select(reflector => reflector.Synced));
    }

    /// <summary>Every change of the store.</summary>
    public event Action<Change<T>>? Changed;

    /// <summary>Every object that could not be read, when it was first seen so.</summary>
    public event Action<MalformedObject>? Malformed;

    /// <summary>The objects.</summary>
    public Store<T> Store { get; }

    /// <summary>Ends when everything that existed at the start has been listed.</summary>
    public Task Synced { get; }

    /// <summary>Whether everything that existed at the start has been listed.</summary>
    public bool HasSynced => Synced.IsCompletedSuccessfully;

    /// <summary>The objects that exist and cannot be read.</summary>
    public IReadOnlyCollection<MalformedObject> Unreadable => _cache.Malformed;

    /// <summary>Why the store is behind, in one line for people; null when nothing is wrong.</summary>
    public string? Problem => _reflectors.Select(reflector => reflector.Problem).FirstOrDefault(problem => problem is not null);

    /// <summary>Follows the objects until <paramref name="cancellation"/> ends it.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(_reflectors.Select(reflector => Task.Run(() => reflector.RunAsync(cancellation), CancellationToken.None)));

    /// <summary>
    /// A version by which all that the store knows of a namespace had happened, what it knows to be gone included: the newest that has come.
    /// </summary>
    /// <param name="ns">The namespace; the empty one is that of cluster-scoped objects.</param>
    /// <returns>The version; null when the namespace is not followed, or nothing has come yet.</returns>
    public string? NewestOf(string ns) => _reflectors.FirstOrDefault(reflector => reflector.Follows(ns))?.Newest;

    /// <summary>
    /// Ends when the store has everything that had happened to objects of this kind up to a version that was seen somewhere: for those
    /// who must not decide on less than what an earlier decision was based on.
    /// </summary>
    /// <param name="version">A version of any object of the kind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task CatchUpAsync(string version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Task.WhenAll(_reflectors.Select(reflector => reflector.CatchUpAsync(version, cancellation)));
    }

    /// <summary>Announces a write, so that the watch's report of it is told as our own even when it comes before the answer.</summary>
    internal void BeginWrite(ResourceKey key) => _cache.BeginWrite(key);

    /// <summary>Ends a write that was announced, with the answer or with nothing; returns what the store keeps of the answer.</summary>
    internal T? EndWrite(ResourceKey key, T? written)
    {
        var kept = written is null ? null : _trim(written);
        _cache.EndWrite(key, kept);
        return kept;
    }

    private void TellMalformed(MalformedObject malformed)
    {
        if (!malformed.Deleted)
        {
            var name = malformed.Metadata.Name ?? "an object without a name";
            LogMalformed(_logger, _resource, malformed.Metadata.Namespace is { } ns ? $"{ns}/{name}" : name, malformed.Error);
        }

        _callbacks.Tell(Malformed, malformed);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Resource}: {Key} cannot be read and is skipped until it is mended: {Error}")]
    private static partial void LogMalformed(ILogger logger, string resource, string key, string error);
}
