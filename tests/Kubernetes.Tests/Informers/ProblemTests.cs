using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>What keeps an informer from following is said once, stays readable, and heals by itself.</summary>
public sealed class ProblemTests
{
    [Fact]
    public async Task CRD_installed_later_the_informer_recovers()
    {
        await using var api = await WidgetApi.NewAsync();
        var definition = Widget.DefinitionOf($"{api.Namespace}.tests.dev");
        var informer = api.NewInformer(definition);
        api.Run(informer.RunAsync);
        await Eventually.Holds(() => api.Faults.Sent.Count > 3);
        Assert.Equal($"widgets.{definition.Group} in namespace {api.Namespace}: not installed on the API server", informer.Problem);
        Assert.Single(api.Log.Lines);

        await api.Plane.InstallAsync(Widget.ManifestOf(definition.Group));

        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Null(informer.Problem);
        Assert.Equal(2, api.Log.Lines.Count);
    }

    [Fact]
    public async Task Objects_of_a_CRD_that_is_removed_and_installed_again_are_followed()
    {
        await using var api = await WidgetApi.NewAsync();
        var definition = Widget.DefinitionOf($"{api.Namespace}.tests.dev");
        var manifest = Widget.ManifestOf(definition.Group);
        var widget = $$"""{"apiVersion":"{{definition.ApiVersion}}","kind":"Widget","metadata":{"name":"a","namespace":"{{api.Namespace}}"},"spec":{"size":1} }""";
        await api.Plane.InstallAsync(manifest);
        (await api.Plane.Kubectl.ApplyAsync(widget)).Succeeded();
        var informer = api.NewInformer(definition);
        api.Run(informer.RunAsync);
        await informer.Synced;

        (await api.Plane.Kubectl.RunAsync("delete", "crd", $"widgets.{definition.Group}")).Succeeded();
        await Eventually.Holds(() => informer.Store.Count == 0);
        await Eventually.Holds(() => informer.Problem != null);
        await api.Plane.InstallAsync(manifest);
        (await api.Plane.Kubectl.ApplyAsync(widget)).Succeeded();

        await Eventually.Holds(() => informer.Store.Count == 1);
        await Eventually.Holds(() => informer.Problem == null);
    }

    [Fact]
    public async Task Forbidden_is_one_log_line_and_heals_when_the_right_is_granted()
    {
        await using var api = await WidgetApi.NewAsNobodyAsync();
        var informer = api.NewInformer();
        api.Run(informer.RunAsync);
        await Eventually.Holds(() => api.Faults.Sent.Count > 5);

        var line = Assert.Single(api.Log.Lines);
        Assert.Contains("not allowed to watch", line, StringComparison.Ordinal);
        Assert.Contains("widgets.runtime.tests.dev", line, StringComparison.Ordinal);
        Assert.Contains("not allowed to watch", informer.Problem, StringComparison.Ordinal);

        (await api.Plane.Kubectl.RunAsync(
            "create", "rolebinding", "all", "-n", api.Namespace, "--clusterrole=cluster-admin", $"--user=user-of-{api.Namespace}")).Succeeded();
        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Credentials_that_cannot_be_had_are_one_log_line_without_a_trace()
    {
        await using var api = await WidgetApi.NewAsync();
        var failure = new KubernetesConfigurationException("credential program 'sign-in': no such file");
        api.Faults.Inject(new Fault.FailBefore(failure), times: 5);
        var informer = api.NewInformer();
        api.Run(informer.RunAsync);

        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        await Eventually.Holds(() => api.Log.Lines.Count == 2);
        Assert.EndsWith("no credentials for the API server: credential program 'sign-in': no such file; retrying quietly", api.Log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_one_log_line_and_another_when_it_is_back()
    {
        await using var api = await WidgetApi.NewAsync();
        var informer = await api.FollowAsync();
        api.Gate.RefuseNew = true;
        api.Gate.Cut();
        await Eventually.Holds(() => api.Watches > 5);
        Assert.Contains("cannot be reached", Assert.Single(api.Log.Lines), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", informer.Problem, StringComparison.Ordinal);

        api.Gate.RefuseNew = false;

        await Eventually.Holds(() => informer.Problem == null);
        // The line follows.
        await Eventually.Holds(() => api.Log.Lines.Count == 2);
        Assert.True(informer.HasSynced);
    }

    [Fact]
    public async Task A_server_whose_connections_take_long_to_fail_is_called_unreachable_as_well()
    {
        await using var api = await WidgetApi.NewAsync();
        var time = new ManualTime();
        var informer = api.NewInformer(time: time);
        api.Run(informer.RunAsync);
        await informer.Synced;
        await api.CreateAsync("a");
        await Eventually.Holds(() => informer.Store.Count == 1);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        api.Faults.Inject(new Fault.Hold(first.Task), WidgetApi.IsResume).Inject(new Fault.Hold(second.Task), WidgetApi.IsResume);
        api.Gate.Cut();

        await Eventually.Holds(() => api.Faults.Pending == 1);
        time.Advance(TimeSpan.FromSeconds(10));
        first.SetException(new TimeoutException("no answer in time"));

        await Eventually.Holds(() => api.Log.Lines.Count > 0);
        Assert.Contains("cannot be reached", informer.Problem, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", Assert.Single(api.Log.Lines), StringComparison.Ordinal);
        Assert.Equal(1, api.Faults.Pending);
    }

    [Fact]
    public async Task A_list_that_the_server_ends_early_again_and_again_is_called_that_and_not_unreachable()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var letGo = new TaskCompletionSource();
        api.Faults.Inject(new Fault.EndBody(0), WidgetApi.IsStreamedList, times: 3).Inject(new Fault.Hold(letGo.Task), times: int.MaxValue);
        var informer = api.NewInformer();
        api.Run(informer.RunAsync);

        await Eventually.Holds(() => api.Log.Lines.Count > 0);
        Assert.Contains("the server ended a streamed list before it was complete", Assert.Single(api.Log.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be reached", informer.Problem, StringComparison.Ordinal);
        Assert.False(informer.HasSynced);

        letGo.SetResult();

        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, informer.Store.Count);
        Assert.Null(informer.Problem);
    }

    [Fact]
    public async Task Before_the_first_list_the_reason_is_that_nothing_is_listed_yet()
    {
        await using var api = await WidgetApi.NewAsync();
        var informer = api.NewInformer();

        Assert.Contains("not listed yet", informer.Problem, StringComparison.Ordinal);
        Assert.False(informer.HasSynced);
    }
}
