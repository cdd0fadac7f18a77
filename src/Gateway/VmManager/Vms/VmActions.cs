using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.MachineTypes;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>Does with a virtual machine what users and administrators ask for by one word, and answers with what it came to.</summary>
internal sealed class VmActions(AwaitedChanges changes, TimeProvider time)
{
    private static readonly string[] Words = ["start", "stop", "restart", "destroy"];

    /// <summary>The word of a body.</summary>
    /// <exception cref="Failures.FailureException">There is none, or it is another.</exception>
    public static async Task<string> ReadAsync(HttpContext context)
    {
        var body = await BodyFields.ReadAsync(context);
        var word = body.RequiredWord("action", Words);
        body.Check();
        return word;
    }

    public async Task<IResult> AnswerAsync(CallerCluster cluster, Instance found, string word, CancellationToken cancellation)
    {
        var after = word == "destroy"
            ? await DestroyAsync(cluster, found, cancellation)
            : await ChangeAsync(cluster, found, word, cancellation);
        var shown = after ?? found;
        var sizes = await MachineSizes.OfChangedAsync(cluster, shown, cancellation);
        var view = VmView.Of(shown, sizes, time.GetUtcNow());
        return TypedResults.Json(
            after is null ? view with { Status = VmStatus.Destroyed, UptimeSeconds = 0 } : view, VmManagerContracts.Json.VmResource);
    }

    private async Task<Instance?> DestroyAsync(CallerCluster cluster, Instance found, CancellationToken cancellation) =>
        await changes.DeleteAsync(cluster, found, static _ => { }, cancellation);

    private Task<Instance?> ChangeAsync(CallerCluster cluster, Instance found, string word, CancellationToken cancellation) => word switch
    {
        "start" => changes.ApplyAsync(cluster, found, OperationType.Start, VmRules.Start, cancellation),
        "stop" => changes.ApplyAsync(cluster, found, OperationType.Stop, VmRules.Stop, cancellation),
        _ => changes.ApplyAsync(cluster, found, OperationType.Restart, instance => VmRules.Restart(instance, time.GetUtcNow()), cancellation),
    };
}
