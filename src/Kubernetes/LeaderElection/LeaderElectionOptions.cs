using System.Globalization;

namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>Which lease decides who leads, and how patient everyone is. The defaults are client-go's.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>Name of the lease; also the <c>name</c> label of the metrics.</summary>
    public required string LeaseName { get; init; }

    /// <summary>Namespace of the lease: the operator's own.</summary>
    public required string Namespace { get; init; }

    /// <summary>
    /// Who this process is. Must differ between any two processes that ever live, also on one host: the default is
    /// <c>host_uuid</c>.
    /// </summary>
    public string Identity { get; init; } = $"{Environment.MachineName}_{Guid.NewGuid()}";

    /// <summary>How long after the last renewal that it saw a standby waits before it takes over. 15 s; whole seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after its last successful renewal the leader goes on leading. 10 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between renewals, and between tries of any other kind. 2 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the work of an ended term may take to stop before the elector gives up on it. 10 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who owns the lease's fields in <c>managedFields</c>.</summary>
    public string FieldManager { get; init; } = "leader-election";

    /// <summary>Everything that is wrong with these options, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(LeaseName))
        {
            yield return "LeaseName must not be empty.";
        }

        if (string.IsNullOrWhiteSpace(Namespace))
        {
            yield return "Namespace must not be empty.";
        }

        if (string.IsNullOrWhiteSpace(Identity))
        {
            yield return "Identity must not be empty.";
        }

        if (RetryPeriod <= TimeSpan.Zero)
        {
            yield return $"RetryPeriod must be positive, not {Seconds(RetryPeriod)}.";
        }

        if (RenewDeadline <= RetryPeriod * 1.2)
        {
            yield return $"RenewDeadline ({Seconds(RenewDeadline)}) must be longer than 1.2 times RetryPeriod ({Seconds(RetryPeriod)}).";
        }

        if (LeaseDuration <= RenewDeadline)
        {
            yield return $"LeaseDuration ({Seconds(LeaseDuration)}) must be longer than RenewDeadline ({Seconds(RenewDeadline)}).";
        }

        if (LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            yield return $"LeaseDuration must be whole seconds, not {Seconds(LeaseDuration)}: the API has no fractions.";
        }

        if (StopTimeout <= TimeSpan.Zero)
        {
            yield return $"StopTimeout must be positive, not {Seconds(StopTimeout)}.";
        }
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds}s");
}
