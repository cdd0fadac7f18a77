using System.Net;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Tests.Informers;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Controllers;

/// <summary>What the loop does, and says, when looks fail.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task An_exception_is_logged_once_each_time_and_the_others_go_on()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("bad");
        await api.CreateAsync("good");
        await using var loop = await WidgetLoop.NewAsync(api);
        loop.OnLook = widget => widget.Metadata.Name == "bad" && loop.Looks.Count(look => look.Metadata.Name == "bad") < 4
            ? throw new InvalidOperationException("broken")
            : Task.FromResult<Requeue>(new Requeue.Done());

        loop.Start();

        await Eventually.Holds(() => loop.Looks.Count == 5);
        Assert.Equal(3, api.Log.Containing("broken").Count);
        Assert.All(api.Log.Lines, line => Assert.Contains($"{api.Namespace}/bad", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_writer_with_an_old_copy_overwrites_nothing()
    {
        await using var api = await WidgetApi.NewAsync();
        var old = await api.CreateAsync("a", size: 1);
        await using var loop = await WidgetLoop.NewAsync(api);
        await api.ChangeAsync("a", """{"spec":{"size":2}}""");

        var refused = await Assert.ThrowsAsync<KubernetesException>(() => loop.WriteStatusAsync(old));

        Assert.True(refused.IsConflict);
        Assert.Null((await api.Sound.GetAsync(api.Key("a")))!.Status);
    }

    [Fact]
    public async Task A_writer_with_a_copy_of_a_deleted_object_does_not_write_to_its_successor()
    {
        await using var api = await WidgetApi.NewAsync();
        var old = await api.CreateAsync("a", size: 1);
        await using var loop = await WidgetLoop.NewAsync(api);
        await api.DeleteAsync("a");
        await api.CreateAsync("a", size: 2);

        var refused = await Assert.ThrowsAsync<KubernetesException>(() => loop.WriteStatusAsync(old));

        Assert.True(refused.IsConflict);
        Assert.Null((await api.Sound.GetAsync(api.Key("a")))!.Status);
    }

    [Fact]
    public async Task A_conflict_is_quiet_and_the_object_comes_back_as_it_is_now()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a", size: 1);
        await using var loop = await WidgetLoop.NewAsync(api);
        loop.OnLook = async widget =>
        {
            if (loop.Looks.Count == 1)
            {
                await api.ChangeAsync("a", """{"spec":{"size":2}}""");
            }

            await loop.WriteStatusAsync(widget);
            return new Requeue.Done();
        };

        loop.Start();

        await Eventually.Holds(() => loop.Informer.Store.Get(api.Key("a"))!.Status?.SeenSize == 2);
        Assert.Empty(api.Log.Lines);
        Assert.InRange(loop.Looks.Count, 2, 4);
    }

    [Fact]
    public async Task Forbidden_is_one_log_line_that_names_verb_and_resource_not_a_storm()
    {
        await using var api = await WidgetApi.NewAsNobodyAsync();
        (await api.Plane.Kubectl.RunAsync("create", "role", "reader", "-n", api.Namespace, "--verb=list,watch", "--resource=widgets.runtime.tests.dev")).Succeeded();
        (await api.Plane.Kubectl.RunAsync("create", "rolebinding", "reader", "-n", api.Namespace, "--role=reader", $"--user=user-of-{api.Namespace}")).Succeeded();
        for (var i = 0; i < 10; i++)
        {
            await api.CreateAsync($"w{i}");
        }

        await using var loop = await WidgetLoop.NewAsync(api);
        loop.OnLook = async widget =>
        {
            await loop.WriteStatusAsync(widget);
            return new Requeue.Done();
        };
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count > 30);

        var line = Assert.Single(api.Log.Containing("not allowed to patch"));
        Assert.Contains("not allowed to patch widgets/status", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_of_the_API_server_is_one_line_when_it_begins_and_one_when_it_ends()
    {
        await using var api = await WidgetApi.NewAsync();
        for (var i = 0; i < 5; i++)
        {
            await api.CreateAsync($"w{i}");
        }

        api.Faults.Inject(new Fault.Answer(500), request => request.Method == HttpMethod.Patch, times: 12);
        // One at a time: else a failure could be told after a success that came later.
        await using var loop = await WidgetLoop.NewAsync(api, workers: 1);
        loop.OnLook = async widget =>
        {
            await loop.WriteStatusAsync(widget);
            return new Requeue.Done();
        };
        loop.Start();

        await Eventually.Holds(() => loop.Informer.Store.Snapshot().All(widget => widget.Status is not null));
        Assert.Single(api.Log.Containing("is in trouble"));
        await Eventually.Holds(() => api.Log.Containing("is fine again").Count == 1);
        Assert.Equal(2, api.Log.Lines.Count);
    }

    [Fact]
    public void Trouble_lasts_until_the_last_of_those_it_befell_is_fine_or_gone()
    {
        var log = new RecordedLog();
        var report = new FailureReport("widget", log);
        var busy = new KubernetesException(HttpStatusCode.TooManyRequests, new() { Message = "busy" });
        ResourceKey one = new("ns", "one"), other = new("ns", "other");

        report.Failed(one, busy);
        report.Failed(other, busy);
        report.Passed(one);
        report.Failed(other, new KubernetesConfigurationException("signed out"));
        report.Passed(new("ns", "another"));
        var before = log.Lines.Count;
        report.Passed(other);
        report.Passed(other);
        report.Failed(one, busy);

        Assert.Equal(1, before);
        Assert.Equal(["in trouble", "fine again", "in trouble"], log.Lines.Select(line => line.Contains("fine again", StringComparison.Ordinal) ? "fine again" : "in trouble"));
    }

    [Fact]
    public void Trouble_is_over_for_what_fails_otherwise()
    {
        var log = new RecordedLog();
        var report = new FailureReport("widget", log);
        var busy = new KubernetesException(HttpStatusCode.TooManyRequests, new() { Message = "busy" });
        ResourceKey one = new("ns", "one"), other = new("ns", "other");

        report.Failed(one, busy);
        report.Failed(one, new KubernetesException(HttpStatusCode.UnprocessableEntity, new() { Message = "not valid" }));
        report.Failed(other, busy);

        Assert.Equal(2, log.Containing("in trouble").Count);
        Assert.Single(log.Containing("fine again"));
    }

    [Fact]
    public async Task Trouble_of_a_term_that_was_lost_does_not_hide_that_of_a_later_one()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api);
        loop.OnLook = async widget =>
        {
            await loop.WriteStatusAsync(widget);
            return new Requeue.Done();
        };
        api.Faults.Inject(new Fault.Answer(500), request => request.Method == HttpMethod.Patch, times: int.MaxValue);
        loop.Start();
        await Eventually.Holds(() => api.Log.Containing("is in trouble").Count == 1);
        await loop.StopAsync();

        loop.Start();

        await Eventually.Holds(() => api.Log.Containing("is in trouble").Count == 2);
    }

    [Fact]
    public async Task What_the_server_asks_to_wait_is_waited()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        api.Faults.Inject(new Fault.Answer(429, RetryAfter: TimeSpan.FromSeconds(2)), request => request.Method == HttpMethod.Patch);
        await using var loop = await WidgetLoop.NewAsync(api);
        var looks = new List<long>();
        loop.OnLook = async widget =>
        {
            looks.Add(TimeProvider.System.GetTimestamp());
            await loop.WriteStatusAsync(widget);
            return new Requeue.Done();
        };
        loop.Start();

        await Eventually.Holds(() => loop.Informer.Store.Get(api.Key("a"))!.Status is not null);
        Assert.True(TimeProvider.System.GetElapsedTime(looks[0], looks[1]) > TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task A_leader_whose_lease_has_run_out_sends_nothing()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var leads = false;
        var asked = 0;
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true, mayWrite: () =>
        {
            Interlocked.Increment(ref asked);
            return Volatile.Read(ref leads);
        });
        loop.Start();
        await Eventually.Holds(() => Volatile.Read(ref asked) > 0);
        await Assert.ThrowsAsync<WriteFencedException>(() => loop.WriteStatusAsync(loop.Informer.Store.Get(api.Key("a"))!));
        Assert.Equal(0, loop.Writes);

        Volatile.Write(ref leads, true);

        await Eventually.Holds(() => loop.Looks.Count == 1);
        Assert.Equal(1, loop.Writes);
        Assert.Empty(api.Log.Lines);
    }
}
