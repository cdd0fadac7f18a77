using System.Globalization;
using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary><c>make run</c> on a cluster of the user's, with the programs that were built for the tests.</summary>
public sealed class RunTests : IAsyncLifetime
{
    private const string Ready = "Ctrl-C ends it";

    private static readonly TimeSpan Generously = TimeSpan.FromMinutes(10);

    // A checkout of its own: a run that somebody has going is not in the way.
    private readonly string _checkout = Directory.CreateTempSubdirectory("checkout-").FullName;
    // Of an address that nobody else listens on: a port found free on the common one could be taken meanwhile.
    private readonly string _gateway = string.Create(
        CultureInfo.InvariantCulture, $"127.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(1, 255)}:8082");
    private readonly List<ProgramProcess> _runs = [];
    private ControlPlane _plane = null!;

    // The user's own, which others write too.
    private string Kubeconfig => Path.Combine(_checkout, "kubeconfig");

    public async Task InitializeAsync()
    {
        foreach (var name in (string[])["Makefile", "config", "hack"])
        {
            File.CreateSymbolicLink(Path.Combine(_checkout, name), Path.Combine(Repository.Root, name));
        }

        File.CreateSymbolicLink(Path.Combine(_checkout, "artifacts"), Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..")));
        _plane = await ControlPlane.StartAsync();
        File.Copy(_plane.Kubeconfig, Kubeconfig);
    }

    public async Task DisposeAsync()
    {
        foreach (var run in _runs)
        {
            foreach (var process in await LeftAsync(run))
            {
                await Shell.RunAsync($"kill -KILL {process} || true", "no-such-file");
            }

            await run.DisposeAsync();
        }

        await _plane.DisposeAsync();
        Directory.Delete(_checkout, recursive: true);
    }

    [Fact]
    public async Task Control_C_ends_all_that_it_started_and_removes_all_that_it_made()
    {
        var run = await StartAsync();
        await run.LineAsync(Ready, Generously);
        Assert.Equal("RUNNING true", await KubectlAsync("get", "instance", "database-1", "-o", "jsonpath={.status.phase} {.spec.deletionProtection}"));
        Assert.NotEmpty(await LeftAsync(run));
        await KubectlAsync("create", "namespace", "elsewhere");
        await KubectlAsync("create", "-n", "elsewhere", "-f", Path.Combine(Repository.Config("samples"), "stopped.yaml"));
        await KubectlAsync("config", "--kubeconfig", Kubeconfig, "set-cluster", "another", "--server=https://127.0.0.1:9");
        await KubectlAsync("config", "--kubeconfig", Kubeconfig, "set-context", "another", "--cluster=another");
        await KubectlAsync("config", "--kubeconfig", Kubeconfig, "use-context", "another");

        await InterruptAsync(run);

        Assert.Equal(130, await run.ExitCodeAsync(Generously));
        Assert.Empty(await LeftAsync(run));
        Assert.False(Path.Exists(Path.Combine(_checkout, ".run")), "its folder is gone");
        Assert.Equal("elsewhere/batch-1", await KubectlAsync("get", "instances", "-A", "-o", "jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{end}"));
        Assert.Equal("default", await KubectlAsync("get", "tenants", "-o", "jsonpath={.items[*].metadata.name}"));
        Assert.DoesNotContain("STILL ON YOUR CLUSTER", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_cleans_up_also_when_nobody_reads_any_more_what_it_says()
    {
        var run = await StartAsync("bash", "-c", $"exec \"$0\" > >(grep -m1 '{Ready}')");
        await run.LineAsync(Ready, Generously);

        await InterruptAsync(run);

        Assert.Equal(130, await run.ExitCodeAsync(Generously));
        await Eventually.Holds(async () => (await LeftAsync(run)).Count == 0);
        Assert.Equal("", await KubectlAsync("get", "instances", "-A", "-o", "name"));
    }

    [Fact]
    public async Task After_one_that_was_killed_the_next_ends_what_is_left_and_removes_it_all()
    {
        var killed = await StartAsync();
        await killed.LineAsync(Ready, Generously);
        killed.Kill();
        await Eventually.Holds(() => killed.HasExited);
        Assert.NotEmpty(await LeftAsync(killed));

        var next = await StartAsync();
        await next.LineAsync(Ready, Generously);
        Assert.Empty(await LeftAsync(killed));
        var third = await StartAsync();
        Assert.Equal(1, await third.ExitCodeAsync(Generously));
        var advice = await third.LineAsync("another 'make run' is running here; this ends it: ");
        await Shell.RunAsync(advice[(advice.LastIndexOf(": ", StringComparison.Ordinal) + 2)..], "no-such-file");

        Assert.Equal(143, await next.ExitCodeAsync(Generously));
        Assert.Empty(await LeftAsync(next));
        Assert.Equal("", await KubectlAsync("get", "instances", "-A", "-o", "name"));
    }

    [Fact]
    public async Task It_does_not_touch_objects_of_somebody_else_that_have_the_names_of_samples()
    {
        await Shell.RunAsync($"make -C '{_checkout}' install", _plane.Kubeconfig);
        await KubectlAsync("apply", "-f", Path.Combine(Repository.Config("samples"), "protected.yaml"), "-f", Path.Combine(Repository.Config("samples"), "tenant.yaml"));
        const string versions = "jsonpath={range .items[*]}{.metadata.name}={.metadata.resourceVersion} {end}";
        var before = await KubectlAsync("get", "instances,tenants", "-o", versions);

        var run = await StartAsync();

        Assert.Equal(1, await run.ExitCodeAsync(Generously));
        Assert.Contains("instance.compute.iaas.dev/database-1", run.Lines);
        Assert.Contains("tenant.compute.iaas.dev/acme", run.Lines);
        Assert.DoesNotContain("instance.compute.iaas.dev/web-1", run.Lines);
        Assert.Equal(before, await KubectlAsync("get", "instances,tenants", "-o", versions));
    }

    private async Task<ProgramProcess> StartAsync(params string[] through)
    {
        var environment = new Dictionary<string, string>
        {
            ["KUBECONFIG"] = Kubeconfig,
            ["KUBEBUILDER_ASSETS"] = _plane.Assets,
            ["RUN_BUILT"] = new DirectoryInfo(AppContext.BaseDirectory).Name,
            ["RUN_GATEWAY_ADDRESS"] = _gateway,
            ["RUN_ONCE"] = "",
        };
        // Whoever runs the tests in the background ignores the signal, which bash would take over for good.
        var run = new ProgramProcess("/usr/bin/env", ["setsid", "env", "--default-signal=INT", .. through, Path.Combine(_checkout, "hack", "run.sh")], environment);
        _runs.Add(run);
        await run.PidAsync();
        return run;
    }

    // The terminal signals the group in its foreground.
    private static async Task InterruptAsync(ProgramProcess run)
    {
        var group = await run.PidAsync();
        await Shell.RunAsync($"kill -INT -{group}", "no-such-file");
    }

    // What lives of the session that the run began.
    private static async Task<IReadOnlyList<string>> LeftAsync(ProgramProcess run)
    {
        var session = (await run.PidAsync()).ToString(CultureInfo.InvariantCulture);
        return [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).OfType<string>().Where(name => char.IsAsciiDigit(name[0]) && IsOf(session, name))];
    }

    private static bool IsOf(string session, string process)
    {
        try
        {
            // After the name, which may have blanks: state, parent, group, session.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is [not "Z", _, _, var its, ..] && its == session;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<string> KubectlAsync(params string[] arguments) => (await _plane.Kubectl.RunAsync(arguments)).Succeeded().Trim();
}
