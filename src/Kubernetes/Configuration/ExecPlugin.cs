using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>Credentials that a program fetches, kept until they expire or the server refuses them.</summary>
#pragma warning disable CA1001 // The semaphore holds nothing to dispose of: nobody asks for its wait handle.
internal sealed class ExecPlugin(ExecPluginSettings settings, TimeProvider time) : CredentialSource
#pragma warning restore CA1001
{
    private const int ExcerptLength = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile ExecCredential? _current;

    /// <inheritdoc/>
    public override async ValueTask<Credential> GetAsync(CancellationToken cancellation)
    {
        if (Usable() is { } current)
        {
            return current;
        }

        await _oneAtATime.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Usable() is { } renewed)
            {
                return renewed;
            }

            var output = await RunAsync(cancellation).ConfigureAwait(false);
            _current = ExecCredential.Parse(output, settings);
            return _current.Credential;
        }
        finally
        {
            _oneAtATime.Release();
        }
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

    private async Task<string> RunAsync(CancellationToken cancellation)
    {
        using var process = Start();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
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
            cancellation.ThrowIfCancellationRequested();
            throw Error($"did not end within {Patience.TotalSeconds} s");
        }
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
