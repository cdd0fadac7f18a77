using System.Globalization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>Finds operations, and waits for them.</summary>
internal sealed class ZoneOperations(GceSettings settings, TimeProvider time)
{
    /// <summary>The answer to a change: its operation, once it is done or the time for waiting is over.</summary>
    public async Task<IResult> AnswerAsync(CallerCluster cluster, Instance changed, OperationKind kind, long stamp, CancellationToken cancellation)
    {
        var name = OperationView.NameOf(changed, kind, stamp);
        return Answer(await ReachedAsync(cluster, name, changed, changed.Metadata.Namespace!, changed.Spec.Zone, settings.OperationWait, cancellation));
    }

    /// <summary>The operation of a name or a numeric id, after waiting for it as long as <paramref name="patience"/>; null when there is none.</summary>
    public async Task<OperationResource?> FindAsync(
        CallerCluster cluster, string project, string zone, string nameOrId, TimeSpan patience, CancellationToken cancellation)
    {
        if (await NameAsync(cluster, project, zone, nameOrId, cancellation) is not { } name)
        {
            return null;
        }

        var instance = await InstanceAsync(cluster, project, name, cancellation);
        return !LikelyOperations.IsPossible(name, instance, time.GetUtcNow()) || (instance is not null && instance.Spec.Zone != zone)
            ? null
            : await ReachedAsync(cluster, name, instance, project, zone, patience, cancellation);
    }

    /// <summary>The operations that are recorded of Instances.</summary>
    public IEnumerable<OperationResource> Of(IEnumerable<Instance> instances) =>
        instances.SelectMany(instance => OperationView.NamesOf(instance).Select(name => View(name, instance, instance.Metadata.Namespace!, instance.Spec.Zone)));

    public static IResult Answer(OperationResource operation) => new GceJson<OperationResource>(operation, GceContracts.Json.OperationResource);

    private async Task<OperationResource> ReachedAsync(
        CallerCluster cluster, OperationName name, Instance? instance, string project, string zone, TimeSpan patience, CancellationToken cancellation)
    {
        var reached = instance is null
            ? null
            : await cluster.Watch.UntilAsync(instance, state => OperationView.ProgressOf(name, state).IsDone, patience, cancellation);
        return View(name, reached, project, zone);
    }

    private OperationResource View(OperationName name, Instance? instance, string project, string zone) =>
        OperationView.Of(name, instance, project, zone, time.GetUtcNow(), settings);

    private static async Task<OperationName?> NameAsync(CallerCluster cluster, string project, string zone, string nameOrId, CancellationToken cancellation)
    {
        if (!char.IsAsciiDigit(nameOrId[0]))
        {
            return OperationName.TryParse(nameOrId, out var name) ? name : null;
        }

        var instance = await cluster.Instances.FindAsync(project, zone, candidate => NameIn(candidate, nameOrId) is not null, cancellation);
        return instance is null ? null : NameIn(instance, nameOrId);
    }

    private static OperationName? NameIn(Instance instance, string id) =>
        LikelyOperations.Of(instance).FirstOrDefault(name => OperationView.NumericId(name.ToString()) == id);

    // Only the very Instance: a later one of the same name has had another life.
    private static async Task<Instance?> InstanceAsync(CallerCluster cluster, string project, OperationName name, CancellationToken cancellation)
    {
        var id = name.InstanceId.ToString(CultureInfo.InvariantCulture);
        if (name.ObjectName is not { } objectName)
        {
            return await cluster.Instances.FindByIdAsync(project, id, cancellation);
        }

        var found = await cluster.Instances.FindAsync(new(project, objectName), cancellation);
        return found is not null && InstanceIdentity.InstanceId(found.Metadata.Uid ?? "") == id ? found : null;
    }
}
