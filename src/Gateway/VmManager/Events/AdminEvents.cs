using System.Globalization;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Events;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Gateway.VmManager.Events;

/// <summary>What administrators did, as events of the objects that they did it to.</summary>
internal static class AdminEvents
{
    /// <summary>Reason of these events.</summary>
    public const string Reason = "AdminAction";

    private static readonly ResourceDefinition<Instance> Instances = ResourceDefinition.From(EntitiesJsonContext.Default.Instance);
    private static readonly ResourceDefinition<Tenant> Tenants = ResourceDefinition.From(EntitiesJsonContext.Default.Tenant);

    public static Task ActedAsync(EventApi events, Instance instance, string word, DateTimeOffset now, CancellationToken cancellation)
    {
        var note = $"An administrator asked for {word} of VM {instance.Metadata.Name} of {instance.Spec.Tenant}.";
        return events.RecordAsync(ObjectReference.To(instance, Instances), Reason, Upper(word), note, now, cancellation);
    }

    public static Task AdjustedAsync(EventApi events, Tenant tenant, long amount, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        var change = string.Create(CultureInfo.InvariantCulture, $"by {amount:+#;-#;0} to {tenant.Spec.Credits?.Granted}");
        var note = $"An administrator adjusted the credits of {tenant.Metadata.Name} {change}: {reason}";
        return events.RecordAsync(ObjectReference.To(tenant, Tenants), Reason, "AdjustCredits", note, now, cancellation);
    }

    private static string Upper(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
