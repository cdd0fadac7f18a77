using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Kubernetes.Queue;
using ComputeOperator.Operator.Hosting;

namespace ComputeOperator.Operator.Defaults;

/// <summary>
/// Creates the shipped objects that are absent when a term begins, so that one <c>kubectl apply -k config/default</c> installs everything:
/// kubectl itself cannot create an object in the same call as its kind. What exists is left as it is.
/// </summary>
[EntityRbac(typeof(MachineType), Verbs = RbacVerbs.Create)]
[EntityRbac(typeof(Tenant), Verbs = RbacVerbs.Create)]
internal sealed partial class DefaultsInstaller<T>(
    ResourceClient<T> client, Informer<T> informer, Func<bool> mayWrite, TimeProvider time, ILogger<DefaultsInstaller<T>> logger)
    where T : class, IKubernetesObject
{
    private static readonly BackoffPolicy Retries = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>Returns when all are there, or may not be created.</summary>
    public async Task RunAsync(IReadOnlyList<T> shipped, CancellationToken cancellation)
    {
        try
        {
            await informer.Synced.WaitAsync(cancellation);
            // Side by side: one that the API server does not take keeps none of the others away.
            await Task.WhenAll(shipped.Where(entity => informer.Store.Get(ResourceKey.Of(entity)) is null).Select(entity => CreateAsync(entity, cancellation)));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            LogForbidden(client.Definition.Plural, e.Message);
        }
    }

    private async Task CreateAsync(T entity, CancellationToken cancellation)
    {
        for (var failures = 1; mayWrite(); failures++)
        {
            try
            {
                await client.CreateAsync(entity, OperatorRuntime.FieldManager, cancellation);
                LogCreated(client.Definition.Plural, entity.Metadata.Name!);
                return;
            }
            catch (KubernetesException e) when (e.IsAlreadyExists)
            {
                return;
            }
            catch (Exception e) when (e is KubernetesException { IsForbidden: false } or KubernetesConfigurationException or MalformedObjectException || ConnectionFailure.IsOne(e))
            {
                LogFailed(client.Definition.Plural, entity.Metadata.Name!, ConnectionFailure.Cause(e));
                await Task.Delay(Retries.Delay(failures, Random.Shared), time, cancellation);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Created the shipped {Resource}/{Name}")]
    private partial void LogCreated(string resource, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not create the shipped {Resource}/{Name}: {Reason}; trying again")]
    private partial void LogFailed(string resource, string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "May not create the shipped {Resource}: {Reason}; --install-defaults=false leaves them to you")]
    private partial void LogForbidden(string resource, string reason);
}
