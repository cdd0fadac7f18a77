using System.Diagnostics;
using System.Globalization;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>Instances of one namespace on their way to the same phase, and when each was asked to and got there.</summary>
internal sealed class Wave(string ns, LifecyclePhase phase, int first, int count)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly long[] _asked = new long[count];
    private readonly long[] _answered = new long[count];
    private readonly long[] _reached = new long[count];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;
    private long _begun;

    public string Namespace { get; } = ns;

    public LifecyclePhase Phase { get; } = phase;

    /// <summary>Whose Instances these are; null: of the tenant without limits that every Instance has which names none.</summary>
    public string? Tenant { get; init; }

    public int First { get; } = first;

    public int Count { get; } = count;

    /// <summary>From the first request of a user to the last Instance seen in the phase.</summary>
    public TimeSpan FromFirstRequest => Stopwatch.GetElapsedTime(_asked.Min(), _reached.Max());

    /// <summary>From the operator's first write that the watch showed to the last Instance seen in the phase.</summary>
    public TimeSpan FromFirstWrite => Stopwatch.GetElapsedTime(_begun, _reached.Max());

    /// <summary>Per Instance, from the answer to the user to the phase; an event that overtook the answer counts as at once.</summary>
    public IEnumerable<TimeSpan> AfterAnswer => _answered.Zip(_reached, (from, to) => Stopwatch.GetElapsedTime(Math.Min(from, to), to));

    /// <summary>Per Instance, from the user's request to the phase.</summary>
    public IEnumerable<TimeSpan> AfterRequest => _asked.Zip(_reached, (from, to) => Stopwatch.GetElapsedTime(from, to));

    public static string NameOf(int index) => "i-" + index.ToString("D5", CultureInfo.InvariantCulture);

    public void Asked(int index) => _asked[index - First] = Stopwatch.GetTimestamp();

    public void Answered(int index) => _answered[index - First] = Stopwatch.GetTimestamp();

    /// <summary>Takes note of what the watch showed. Called by one thread.</summary>
    /// <param name="name">Which Instance.</param>
    /// <param name="seen">Its phase.</param>
    /// <param name="touched">Whether somebody other than its user has written to it.</param>
    /// <param name="gone">Whether it is gone.</param>
    public void See(ReadOnlySpan<char> name, string? seen, bool touched, bool gone)
    {
        var now = Stopwatch.GetTimestamp();
        _begun = touched && _begun == 0 ? now : _begun;
        if (!(gone ? Phase.Target is null : seen is not null && seen == Phase.Target)
            || !int.TryParse(name[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index < First || index >= First + Count || _reached[index - First] != 0)
        {
            return;
        }

        _reached[index - First] = now;
        if (--_left == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>Waits until every Instance is there.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await _done.Task.WaitAsync(Limit, TimeProvider.System, cancellation);
        }
        catch (TimeoutException)
        {
            throw new BenchmarkException($"After {Limit} {_left} of {Count} Instances of {Namespace} are still not {Phase.Name}.");
        }
    }

    /// <summary>Ends the wait with what ended the watch.</summary>
    public void Fail(Exception e) => _done.TrySetException(e);
}
