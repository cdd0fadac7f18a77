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

    /// <summary>Writes what a word asks for; the virtual machine as it is then, null: it is gone already.</summary>
    public async Task<Instance?> WriteAsync(CallerCluster cluster, Instance found, string word, CancellationToken cancellation) => word switch
    {
        "start" => await cluster.Instances.ChangeAsync(found, VmRules.Start, cancellation),
        "stop" => await cluster.Instances.ChangeAsync(found, VmRules.Stop, cancellation),
        "restart" => await cluster.Instances.ChangeAsync(found, instance => VmRules.Restart(instance, time.GetUtcNow()), cancellation),
        _ => await cluster.Instances.DeleteAsync(found, static _ => { }, cancellation) ? found : null,
    };

    /// <summary>The answer once what was written is done, or as far as it came.</summary>
    /// <param name="cluster">Who asks.</param>
    /// <param name="found">The virtual machine before.</param>
    /// <param name="written">What <see cref="WriteAsync"/> returned.</param>
    /// <param name="word">What was asked for.</param>
    /// <param name="cancellation">Ends the wait with an exception.</param>
    public async Task<IResult> AnswerAsync(CallerCluster cluster, Instance found, Instance? written, string word, CancellationToken cancellation)
    {
        var after = written is null ? null : await ReachedAsync(cluster, written, word, cancellation);
        var shown = after ?? found;
        var sizes = await MachineSizes.OfChangedAsync(cluster, shown, cancellation);
        var view = VmView.Of(shown, sizes, time.GetUtcNow());
        return TypedResults.Json(
            after is null ? view with { Status = VmStatus.Destroyed, UptimeSeconds = 0 } : view, VmManagerContracts.Json.VmResource);
    }

    private Task<Instance?> ReachedAsync(CallerCluster cluster, Instance written, string word, CancellationToken cancellation) => word switch
    {
        "start" => changes.UntilDoneAsync(cluster, written, OperationType.Start, cancellation),
        "stop" => changes.UntilDoneAsync(cluster, written, OperationType.Stop, cancellation),
        "restart" => changes.UntilDoneAsync(cluster, written, OperationType.Restart, cancellation),
        _ => changes.UntilGoneAsync(cluster, written, cancellation),
    };
}
