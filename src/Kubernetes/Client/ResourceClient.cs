using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// Objects of one kind on the API server. Every call throws <see cref="KubernetesException"/> for an error answer,
/// <see cref="HttpRequestException"/> or <see cref="IOException"/> when the server cannot be reached or the connection breaks,
/// and <see cref="TimeoutException"/> when no answer begins in time; reads of one object throw
/// <see cref="MalformedObjectException"/> for one that does not fit. There is no way to PUT an object: what its type does not know
/// would be lost.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class ResourceClient<T>
    where T : class, IKubernetesObject
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ApiConnection _api;
    private readonly ObjectDecoder<T> _decoder;

    /// <summary>A client of the kind <paramref name="definition"/>.</summary>
    /// <param name="http">Reaches the server; see <see cref="KubernetesTransport"/>.</param>
    /// <param name="definition">Where the kind lives in the API.</param>
    public ResourceClient(HttpClient http, ResourceDefinition<T> definition)
        : this(new ApiConnection(http), definition, new ObjectDecoder<T>(definition?.JsonType ?? throw new ArgumentNullException(nameof(definition))))
    {
    }

    private ResourceClient(ApiConnection api, ResourceDefinition<T> definition, ObjectDecoder<T> decoder) =>
        (_api, Definition, _decoder) = (api, definition, decoder);

    /// <summary>Where the kind lives in the API.</summary>
    public ResourceDefinition<T> Definition { get; }

    /// <summary>
    /// A client that shares the connections of this one, but proves itself by <paramref name="authorization"/> instead of the transport's
    /// credentials. A client certificate of the connections would go before it: see <see cref="Configuration.KubernetesClientConfiguration.WithoutIdentity"/>.
    /// </summary>
    public ResourceClient<T> As(AuthenticationHeaderValue authorization) => new(_api.As(authorization), Definition, _decoder);

    /// <summary>Reads one object; null when there is none.</summary>
    /// <exception cref="KubernetesException">Among others 404, when the API server does not know the kind.</exception>
    public async Task<T?> GetAsync(ResourceKey key, CancellationToken cancellation = default)
    {
        try
        {
            using var body = await _api.ExchangeAsync(HttpMethod.Get, Definition.ObjectPath(key), null, cancellation).ConfigureAwait(false);
            return _decoder.Decode(body.Span);
        }
        catch (KubernetesException e) when (IsAbsent(e, key))
        {
            return null;
        }
    }

    /// <summary>Reads one page. An object that does not fit <typeparamref name="T"/> is reported beside the others.</summary>
    /// <param name="ns">Namespace; null or empty for all, and for cluster-scoped kinds.</param>
    /// <param name="options">Which objects.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AnswerTooLargeException">The page has more than <see cref="ListOptions.MostBytes"/>.</exception>
    public async Task<ResourceList<T>> ListPageAsync(string? ns, ListOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = QueryString.Of(Definition.CollectionPath(ns), options);
        using var body = await _api.ExchangeAsync(HttpMethod.Get, path, null, cancellation, options.MostBytes).ConfigureAwait(false);
        return _decoder.DecodeList(body.Span) with { Bytes = body.Span.Length };
    }

    /// <summary>Follows changes until the server or <paramref name="cancellation"/> ends it; each object decoded on its own.</summary>
    /// <param name="ns">Namespace; null or empty for all, and for cluster-scoped kinds.</param>
    /// <param name="options">Which changes.</param>
    /// <param name="cancellation">Ends the watch with an <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(
        string? ns, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = QueryString.Of(Definition.CollectionPath(ns), options);
        using var answer = await _api.OpenAsync(HttpMethod.Get, path, null, cancellation).ConfigureAwait(false);
        options.Answered?.Invoke();
        using var lines = new LineReader(await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        var events = new WatchDecoder<T>(_decoder, options.Skip);
        while (await lines.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (events.Decode(lines.Current) is { } change)
            {
                yield return change;
            }
        }
    }

    /// <summary>Creates an object and returns it as stored.</summary>
    /// <param name="entity">The object; its kind and API version are filled in when absent from the type's own JSON.</param>
    /// <param name="fieldManager">Who owns the fields (at most 128 characters).</param>
    /// <param name="cancellation">Ends the wait; the object may have been created all the same.</param>
    public async Task<T> CreateAsync(T entity, string fieldManager, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return await CreateAsync(
            entity.Metadata.Namespace, JsonSerializer.SerializeToUtf8Bytes(entity, Definition.JsonType), fieldManager, cancellation).ConfigureAwait(false);
    }

    /// <summary>Creates an object of which only some fields are named, and returns it as stored: the rest is the server's to default.</summary>
    /// <param name="ns">Namespace; null or empty for cluster-scoped kinds.</param>
    /// <param name="json">The object with its kind and API version, UTF-8.</param>
    /// <param name="fieldManager">Who owns the fields (at most 128 characters).</param>
    /// <param name="cancellation">Ends the wait; the object may have been created all the same.</param>
    public async Task<T> CreateAsync(string? ns, ReadOnlyMemory<byte> json, string fieldManager, CancellationToken cancellation = default)
    {
        var path = QueryString.Of(Definition.CollectionPath(ns), new PatchOptions(fieldManager));
        using var content = Content(json, Json);
        using var body = await _api.ExchangeAsync(HttpMethod.Post, path, content, cancellation).ConfigureAwait(false);
        return _decoder.Decode(body.Span);
    }

    /// <summary>Patches an object, or a subresource of it, and returns it as stored.</summary>
    public async Task<T> PatchAsync(ResourceKey key, Patch patch, PatchOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(options);
        var path = QueryString.Of(Definition.ObjectPath(key, options.Subresource), options);
        using var content = Content(patch.Body, patch.MediaType);
        using var body = await _api.ExchangeAsync(HttpMethod.Patch, path, content, cancellation).ConfigureAwait(false);
        return _decoder.Decode(body.Span);
    }

    /// <summary>Deletes an object, or begins to where it has finalizers; false when there is none.</summary>
    /// <exception cref="KubernetesException">Among others 409, when it is not the uid or the version asked for.</exception>
    public async Task<bool> DeleteAsync(ResourceKey key, DeleteOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            using var content = Content(options.ToJson(), Json);
            using var body = await _api.ExchangeAsync(HttpMethod.Delete, Definition.ObjectPath(key), content, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (KubernetesException e) when (IsAbsent(e, key))
        {
            return false;
        }
    }

    /// <summary>A kind that the server does not know also answers 404, but without naming the object.</summary>
    private static bool IsAbsent(KubernetesException e, ResourceKey key) =>
        e.IsNotFound && e.Status.Reason == "NotFound" && e.Status.Details?.Name == key.Name;

    private static ReadOnlyMemoryContent Content(ReadOnlyMemory<byte> body, MediaTypeHeaderValue type)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = type;
        return content;
    }
}
