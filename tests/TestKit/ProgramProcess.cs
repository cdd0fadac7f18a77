using System.Diagnostics;
using System.Globalization;

namespace ComputeOperator.TestKit;

/// <summary>
/// A program of this repository as a process of its own, from the build output. It never outlives the test process: a small shell around
/// it kills it when the shell's standard input closes. Its home, where its temporary files are too, is an empty folder, and no setting
/// of whoever runs the tests reaches it: without a kubeconfig it knows no cluster.
/// </summary>
public class ProgramProcess : IAsyncDisposable
{
    // It is the one that removes the home: the test process may be gone by then. A program that leads a group of processes takes it along.
    private const string Guardian = """
        exec 3<&0
        home=$(mktemp -d)
        HOME=$home TMPDIR=$home "$@" 3<&- </dev/null &
        child=$!
        echo "pid $child"
        (cat <&3 >/dev/null; kill -KILL -$child; kill -KILL $child) >/dev/null 2>&1 &
        guard=$!
        wait $child
        code=$?
        kill -KILL $guard
        rm -rf "$home"
        exit $code
        """;

    private static readonly string[] Settings = ["KUBECONFIG", "KUBERNETES_SERVICE_", "POD_NAMESPACE", "COMPUTE_OPERATOR_", "COMPUTE_GATEWAY_", "OTEL_"];

    private readonly Process _guardian;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<int> _pid = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ended;

    /// <summary>Starts a program that lies beside the tests, or anywhere if its path is absolute.</summary>
    public ProgramProcess(string program, string[] flags, IReadOnlyDictionary<string, string>? environment = null)
    {
        _guardian = Launch(program, flags, environment);
        _guardian.OutputDataReceived += (_, line) => Take(line.Data);
        _guardian.ErrorDataReceived += (_, line) => Take(line.Data);
        _guardian.BeginOutputReadLine();
        _guardian.BeginErrorReadLine();
    }

    public bool HasExited => _guardian.HasExited;

    /// <summary>What it printed so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>What it printed so far, as one text.</summary>
    public string Log => string.Join('\n', Lines);

    public void Kill() => Send("KILL");

    public void Pause() => Send("STOP");

    public void Resume() => Send("CONT");

    public void Terminate() => Send("TERM");

    /// <summary>The process id.</summary>
    public Task<int> PidAsync() => _pid.Task;

    /// <summary>Waits until it has ended by itself; a signal n gives 128 + n.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan? within = null)
    {
        var allowed = within ?? TimeSpan.FromMinutes(3);
        using var limit = new CancellationTokenSource(allowed, TimeProvider.System);
        try
        {
            await _guardian.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"After {allowed} still running:\n{Log}");
        }

        return _guardian.ExitCode;
    }

    /// <summary>Waits until a line contains <paramref name="text"/>, and returns the first.</summary>
    public Task<string> LineAsync(string text, TimeSpan? within = null) => Eventually.Returns(
        () => Task.FromResult(Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))), within, $"a line with '{text}' in:\n{Log}");

    public virtual async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _guardian.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        _guardian.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Process Launch(string program, string[] flags, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["-c", Guardian, "guardian", Path.Combine(AppContext.BaseDirectory, program), .. flags];
        Array.ForEach(arguments, start.ArgumentList.Add);
        SetEnvironment(start.Environment, environment ?? new Dictionary<string, string>());
        return Process.Start(start)!;
    }

    private static void SetEnvironment(IDictionary<string, string?> variables, IReadOnlyDictionary<string, string> given)
    {
        var settings = variables.Keys.Where(name => Settings.Any(setting => name.StartsWith(setting, StringComparison.Ordinal)));
        foreach (var name in settings.ToList())
        {
            variables.Remove(name);
        }

        foreach (var (name, value) in given)
        {
            variables[name] = value;
        }
    }

    private void Send(string signal)
    {
        // The shell's own: a bare machine has no other.
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {_pid.Task.Result}")]);
        kill.WaitForExit();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (!_pid.Task.IsCompleted && line.StartsWith("pid ", StringComparison.Ordinal))
        {
            _pid.SetResult(int.Parse(line.AsSpan(4), CultureInfo.InvariantCulture));
            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}
