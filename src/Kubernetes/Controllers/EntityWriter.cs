using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>
/// Writes what a controller owns of an object. Every patch names the uid and the version it is based on, so that a writer
/// whose copy is old is told so (409) instead of overwriting; the answer is in the store when the call returns.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="client">Where to write.</param>
/// <param name="informer">Where the answers go.</param>
/// <param name="fieldManager">Who owns the fields written.</param>
/// <param name="mayWrite">Asked immediately before each write; false: it is not sent. Absent: always.</param>
public sealed class EntityWriter<T>(ResourceClient<T> client, Informer<T> informer, string fieldManager, Func<bool>? mayWrite = null)
    where T : class, IKubernetesObject
{
    private readonly PatchOptions _object = new(fieldManager);
    private readonly PatchOptions _status = new(fieldManager) { Subresource = "status" };

    /// <summary>Changes the status.</summary>
    /// <param name="current">The copy that the change is based on.</param>
    /// <param name="status">JSON merge patch of <c>status</c>, UTF-8.</param>
    /// <param name="cancellation">Ends the wait; the write may have happened all the same.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="KubernetesException">Among others 409: <paramref name="current"/> is out of date.</exception>
    /// <exception cref="WriteFencedException">This process may not write any more.</exception>
    public Task<T> PatchStatusAsync(T current, ReadOnlyMemory<byte> status, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        return WriteAsync(current, EntityPatch.Status(current.Metadata, status.Span), _status, cancellation);
    }

    /// <summary>Adds a finalizer; where it is present, nothing is written.</summary>
    /// <inheritdoc cref="PatchStatusAsync" path="/returns|/exception"/>
    public Task<T> AddFinalizerAsync(T current, string finalizer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        return current.Metadata.HasFinalizer(finalizer)
            ? Task.FromResult(current)
            : WriteFinalizersAsync(current, [.. current.Metadata.Finalizers ?? [], finalizer], cancellation);
    }

    /// <summary>Removes a finalizer and no other; where it is absent, nothing is written.</summary>
    /// <inheritdoc cref="PatchStatusAsync" path="/returns|/exception"/>
    public Task<T> RemoveFinalizerAsync(T current, string finalizer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        return current.Metadata.HasFinalizer(finalizer)
            ? WriteFinalizersAsync(current, [.. current.Metadata.Finalizers!.Where(name => name != finalizer)], cancellation)
            : Task.FromResult(current);
    }

    private Task<T> WriteFinalizersAsync(T current, IReadOnlyList<string> finalizers, CancellationToken cancellation) =>
        WriteAsync(current, EntityPatch.Finalizers(current.Metadata, finalizers), _object, cancellation);

    private async Task<T> WriteAsync(T current, Patch patch, PatchOptions options, CancellationToken cancellation)
    {
        var key = ResourceKey.Of(current);
        T? written = null;
        informer.BeginWrite(key);
        try
        {
            if (mayWrite is not null && !mayWrite())
            {
                throw new WriteFencedException();
            }

            written = await client.PatchAsync(key, patch, options, cancellation);
        }
        finally
        {
            written = informer.EndWrite(key, written);
        }

        return written!;
    }
}
