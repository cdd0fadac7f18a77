using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Informers;

namespace ComputeOperator.Operator.Instances;

/// <summary>The Instances that cannot be read, told to whoever asks for them.</summary>
internal static class MalformedInstances
{
    /// <summary>
    /// Reports those that there are, which a standby has seen and not told anybody, and each that comes, until <paramref name="stopping"/>.
    /// </summary>
    public static async Task FollowAsync(Informer<Instance> instances, Action<MalformedObject> report, TimeProvider time, CancellationToken stopping)
    {
        await instances.Synced.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        instances.Malformed += ReportExisting;
        foreach (var malformed in instances.Unreadable)
        {
            report(malformed);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        instances.Malformed -= ReportExisting;

        void ReportExisting(MalformedObject malformed)
        {
            if (!malformed.Deleted)
            {
                report(malformed);
            }
        }
    }
}
