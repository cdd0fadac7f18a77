using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Lifecycle;

/// <summary>Something that a provider is asked to do.</summary>
public abstract record Verb
{
    private const string CreateWord = "Create";
    private const string PowerOnWord = "PowerOn";

    private Verb()
    {
    }

    /// <summary>Make the machine and power it on.</summary>
    public sealed record Create : Verb;

    /// <summary>Bring an existing machine to <paramref name="Target"/>; <paramref name="Force"/> cuts the power instead of asking the guest.</summary>
    public sealed record SetPower(PowerState Target, bool Force = false) : Verb;

    /// <summary>Press the reset button, once per <paramref name="Token"/>.</summary>
    public sealed record Reset(string Token) : Verb;

    /// <summary>Remove the machine and all that belongs to it.</summary>
    public sealed record Delete : Verb;

    /// <summary>One CamelCase word for it, as events and <c>status.retry.action</c> show it.</summary>
    public string Word => this switch
    {
        Create => CreateWord,
        SetPower { Target: PowerState.Running } => PowerOnWord,
        SetPower { Target: PowerState.Suspended } => "Suspend",
        SetPower { Force: true } => "ForceOff",
        SetPower => "PowerOff",
        Reset => "Reset",
        _ => "Delete",
    };

    /// <summary>Whether this brings a machine up, for which the references of the spec must hold.</summary>
    public bool PowersOn => this is Create or SetPower { Target: PowerState.Running };

    /// <summary>The <see cref="Word"/> of a verb; of none, when the machine is only looked at.</summary>
    public static string WordOf(Verb? verb) => verb?.Word ?? "Observe";

    /// <summary>Whether that is the <see cref="Word"/> of a verb that brings a machine up.</summary>
    public static bool IsPowerOn(string? word) => word is CreateWord or PowerOnWord;
}
