using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>Credentials that a program fetches, kept until they expire or the server refuses them.</summary>
internal sealed class ExecPlugin(ExecPluginSettings settings, TimeProvider time) : CredentialSource
{
    private const int ExcerptLength = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile ExecCredential? _current;
    private Task<ExecCredential>? _fetching;

    /// <inheritdoc/>
    public override async ValueTask<Credential> GetAsync(CancellationToken cancellation)
    {
        if (Usable() is { } current)
        {
            return current;
        }

        // Whoever asks waits as long as he can; the program goes on for the others, lest a short patience end it each time.
        Task<ExecCredential> fetching;
        lock (_gate)
        {
            fetching = _fetching ??= Task.Run(FetchAsync, CancellationToken.None);
        }

        return (await fetching.WaitAsync(cancellation).ConfigureAwait(false)).Credential;
    }

    /// <inheritdoc/>
    public override bool Reject(Credential refused)
    {
        if (_current?.Credential == refused)
        {
            _current = null;
        }

        return true;
    }

    private Credential? Usable() =>
        _current is { } current && (current.Expires is not { } expires || time.GetUtcNow() < expires) ? current.Credential : null;

    private async Task<ExecCredential> FetchAsync()
    {
        try
        {
            return _current = ExecCredential.Parse(await RunAsync().ConfigureAwait(false), settings);
        }
        finally
        {
            lock (_gate)
            {
                _fetching = null;
            }
        }
    }

    private async Task<string> RunAsync()
    {
        using var process = Start();
        AppDomain.CurrentDomain.ProcessExit += EndToo;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            return process.ExitCode == 0
                ? await output.ConfigureAwait(false)
                : throw Error($"ended with exit code {process.ExitCode}: {Excerpt(await errors.ConfigureAwait(false))}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw Error($"did not end within {Patience.TotalSeconds} s");
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= EndToo;
        }

        void EndToo(object? sender, EventArgs e) => process.Kill(entireProcessTree: true);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(settings.Command, settings.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = Encoding.UTF8.GetString(ExecCredential.Request(settings));
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Error(e.Message, e);
        }
    }

    private KubernetesConfigurationException Error(string problem, Exception? inner = null)
    {
        var hint = settings.InstallHint is { } text && inner is not null ? $" ({text.ReplaceLineEndings(" ").Trim()})" : "";
        return settings.Error($"credential program '{settings.Command}': {problem}{hint}", inner);
    }

    private static string Excerpt(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= ExcerptLength ? line : string.Concat(line.AsSpan(0, ExcerptLength), "…");
    }
}
