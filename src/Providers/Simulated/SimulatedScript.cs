using System.Globalization;
using ComputeOperator.Compute.Providers;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Providers.Simulated;

/// <summary>What the annotations of one Instance make of its machine: delays and faults on demand.</summary>
internal sealed class SimulatedScript
{
    private const string Prefix = "simulate.compute.iaas.dev/";
    private const string Delay = Prefix + "delay";
    private const string Jitter = Prefix + "jitter";
    private const string Fail = Prefix + "fail";
    private const string Hang = Prefix + "hang";
    private const string DieAfter = Prefix + "die-after";
    private const string DieTimes = Prefix + "die-times";
    private const string Gone = Prefix + "gone";

    /// <summary>Nothing is asked to take longer; with jitter it takes up to twice as long.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromHours(1);

    /// <summary>The annotations read here.</summary>
    public static readonly IReadOnlyList<string> Annotations = [Delay, DieAfter, DieTimes, Fail, Gone, Hang, Jitter];

    private readonly Instance _instance;
    private readonly SimulatedProviderOptions _options;
    private readonly bool _broken;

    /// <summary>Reads the annotations of the Instance.</summary>
    /// <exception cref="ProviderException">One is malformed, and the machine is neither to be off nor being deleted.</exception>
    public SimulatedScript(MachineRequest request, SimulatedProviderOptions options)
    {
        _instance = request.Instance;
        _options = options;
        try
        {
            Validate();
        }
        catch (ProviderException) when (request.IsToBeOff || _instance.Metadata.IsDeleting())
        {
            _broken = true;
        }
    }

    /// <summary>How long a step takes, jitter included; the same for the same step of the same machine at the same time.</summary>
    public TimeSpan DelayOf(SimulatedStep step, DateTimeOffset now)
    {
        var delay = Of(Delay, step) is { } text ? Duration(Delay, text) : _options.DelayOf(step);
        var jitter = Value(Jitter) is { } amount ? Fraction(amount) : _options.Jitter;
        if (delay == TimeSpan.Zero || jitter == 0)
        {
            return delay;
        }

        var swing = (InstanceIdentity.Fraction(_instance.Metadata.Uid ?? "", $"{step}/{now.UtcTicks}") * 2) - 1;
        return delay * (1 + (jitter * swing));
    }

    /// <summary>Throws when this try at a step is to fail.</summary>
    public void ThrowIfFailing(SimulatedStep step, int failedAttempts)
    {
        if (Of(Fail, step) is not { } text)
        {
            return;
        }

        if (text == "always")
        {
            throw new ProviderException("SimulatedPermanentFault", $"simulated fault: {Name(step)} always fails", isPermanent: true);
        }

        var times = text == "forever" ? int.MaxValue : Whole(Fail, text);
        if (failedAttempts < times)
        {
            throw new ProviderException("SimulatedFault", $"simulated fault: {Name(step)} fails ({text})");
        }
    }

    /// <summary>Whether some step never ends by itself.</summary>
    public bool HangsAnywhere => Value(Hang) is not null;

    /// <summary>Whether a step never ends by itself.</summary>
    public bool Hangs(SimulatedStep step) =>
        Value(Hang) is { } text && Parts(text).Any(part => Step(Hang, part) == step);

    /// <summary>How long the machine runs before it dies by itself, if it is to.</summary>
    public TimeSpan? Lifetime(int deaths)
    {
        if (Value(DieAfter) is not { } text)
        {
            return null;
        }

        var times = Value(DieTimes) is { } limit ? Whole(DieTimes, limit) : 1;
        return deaths < times ? Duration(DieAfter, text) : null;
    }

    /// <summary>Whether the machine has vanished without a trace.</summary>
    public bool IsGone() => Value(Gone) is { } text
        && (bool.TryParse(text, out var gone) ? gone : throw Bad(Gone, text, "true or false"));

    private void Validate()
    {
        if (_instance.Metadata.Annotations is null or { Count: 0 })
        {
            return;
        }

        foreach (var step in Enum.GetValues<SimulatedStep>())
        {
            _ = DelayOf(step, default);
            _ = Hangs(step);
            _ = Of(Fail, step) is { } times && times is not ("forever" or "always") ? Whole(Fail, times) : 0;
        }

        _ = Lifetime(0);
        _ = IsGone();
    }

    private string? Of(string annotation, SimulatedStep step)
    {
        if (Value(annotation) is not { } text)
        {
            return null;
        }

        foreach (var part in Parts(text))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw Bad(annotation, text, "step=value pairs such as create=2s,stop=1s");
            }

            if (Step(annotation, part[..equals]) == step)
            {
                return part[(equals + 1)..];
            }
        }

        return null;
    }

    // Neither a stop nor a deletion must fail at a slip in an annotation: with a malformed one, all then count as absent.
    private string? Value(string annotation) => _broken ? null : _instance.Metadata.Annotation(annotation);

    private static string[] Parts(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Name(SimulatedStep step) => step.ToString().ToLowerInvariant();

    private static SimulatedStep Step(string annotation, string text) =>
        Enum.TryParse<SimulatedStep>(text, ignoreCase: true, out var step) && char.IsAsciiLetter(text[0])
            ? step
            : throw Bad(annotation, text, "a step: " + string.Join(", ", Enum.GetNames<SimulatedStep>()).ToLowerInvariant());

    private static TimeSpan Duration(string annotation, string text)
    {
        var (digits, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], TimeSpan.FromMilliseconds(1)),
            _ when text.EndsWith('s') => (text[..^1], TimeSpan.FromSeconds(1)),
            _ when text.EndsWith('m') => (text[..^1], TimeSpan.FromMinutes(1)),
            _ => (text, TimeSpan.Zero),
        };
        return unit > TimeSpan.Zero
            && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= 0 && number <= LongestDuration / unit
            ? number * unit
            : throw Bad(annotation, text, "a duration of at most an hour such as 250ms, 5s or 1m");
    }

    private static double Fraction(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1
            ? number
            : throw Bad(Jitter, text, "a number from 0 to 1");

    private static int Whole(string annotation, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Bad(annotation, text, annotation == Fail ? "a number of times, forever or always" : "a number of times");

    private static ProviderException Bad(string annotation, string text, string allowed) =>
        new("InvalidAnnotation", $"metadata.annotations['{annotation}']: '{text}' is not {allowed}", isPermanent: true);
}
