using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace ComputeOperator.TestKit;

/// <summary>
/// Waits for something that happens soon. The deadline is generous: only a failing test reaches it, however slow the machine is and
/// whichever process stands still for a while.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    public static Task Holds(
        Func<bool> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Returns(() => Task.FromResult<object?>(condition() ? condition : null), within, what);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    public static Task Holds(
        Func<Task<bool>> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Returns(async () => await condition() ? condition : (object?)null, within, what);

    /// <summary>Waits until <paramref name="read"/> returns something other than null, and returns that.</summary>
    public static async Task<T> Returns<T>(
        Func<Task<T?>> read, TimeSpan? within = null, [CallerArgumentExpression(nameof(read))] string what = "")
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await read() is { } found)
            {
                return found;
            }

            if (Stopwatch.GetElapsedTime(started) > (within ?? Deadline))
            {
                throw new XunitException($"After {within ?? Deadline} still not: {what}");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>Waits until <paramref name="assertions"/> pass; fails with the last failure.</summary>
    public static async Task Passes(Func<Task> assertions, TimeSpan? within = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (Exception e) when (e is XunitException && Stopwatch.GetElapsedTime(started) < (within ?? Deadline))
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }
}
