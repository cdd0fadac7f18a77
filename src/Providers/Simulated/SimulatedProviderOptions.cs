namespace ComputeOperator.Providers.Simulated;

/// <summary>How simulated machines behave unless an Instance's annotations say otherwise. No delay is more than an hour.</summary>
public sealed class SimulatedProviderOptions
{
    /// <summary>How long it takes to make a machine. Default 2 s.</summary>
    public TimeSpan CreateDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a power-on takes. Default 0.</summary>
    public TimeSpan StartDelay { get; set; }

    /// <summary>How long a graceful power-off takes. Default 0.</summary>
    public TimeSpan StopDelay { get; set; }

    /// <summary>How long saving the memory takes. Default 0.</summary>
    public TimeSpan SuspendDelay { get; set; }

    /// <summary>How long restoring the memory takes. Default 0.</summary>
    public TimeSpan ResumeDelay { get; set; }

    /// <summary>How long a reset, and the power-on of a restart, takes. Default 1 s.</summary>
    public TimeSpan RestartDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long removing a machine takes. Default 0.</summary>
    public TimeSpan DeleteDelay { get; set; }

    /// <summary>By which fraction delays vary up and down, 0 to 1. Default 0.</summary>
    public double Jitter { get; set; }

    /// <summary>Whether machines can be suspended; false stands for a provider that cannot. Default true.</summary>
    public bool Suspend { get; set; } = true;

    /// <summary>Whether machines have a reset button; false stands for a provider without. Default true.</summary>
    public bool HardReset { get; set; } = true;

    internal TimeSpan DelayOf(SimulatedStep step) => step switch
    {
        SimulatedStep.Create => CreateDelay,
        SimulatedStep.Start => StartDelay,
        SimulatedStep.Stop => StopDelay,
        SimulatedStep.Suspend => SuspendDelay,
        SimulatedStep.Resume => ResumeDelay,
        SimulatedStep.Restart => RestartDelay,
        SimulatedStep.Delete => DeleteDelay,
    };
}
