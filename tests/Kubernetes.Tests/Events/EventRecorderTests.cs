using ComputeOperator.Kubernetes.Events;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Events;

public sealed class EventRecorderTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task An_event_is_what_kubectl_shows()
    {
        await using var api = await EventsApi.NewAsync(nameof(An_event_is_what_kubectl_shows));
        api.Start();
        api.Recorder.Record(
            api.Thing, EventType.Warning, "QuotaExceeded", "Reserve", "Tenant \"acme\" may have 3 vCPUs.", api.Reference("other"));
        await Eventually.Holds(async () => (await api.EventsAsync(".metadata.name")).Length == 1);

        Assert.Equal(
            ["Warning|QuotaExceeded|Reserve|Tenant \"acme\" may have 3 vCPUs.|events.test/recorder|recorder-0|thing|other|"],
            (await api.EventsAsync(".type}|{.reason}|{.action}|{.note}|{.reportingController}|{.reportingInstance}|{.regarding.name}|{.related.name}|{.series.count")));
        Assert.Matches("^thing\\.[0-9a-f]{16}$", Assert.Single(await api.EventsAsync(".metadata.name")));
        Assert.Contains("QuotaExceeded", await api.KubectlAsync("describe", "configmap", "thing"), StringComparison.Ordinal);
        Assert.Contains("QuotaExceeded", await api.KubectlAsync("events", "--for", "configmap/thing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_again_becomes_a_series()
    {
        using var recorded = new Counted("compute_events_recorded_total", "reason");
        await using var api = await EventsApi.NewAsync(nameof(The_same_again_becomes_a_series));
        api.Start();
        for (var i = 1; i <= 5; i++)
        {
            api.Record("Repeated", $"try {i}");
        }

        // Events are handled in turn: once this one is written, all before it were taken.
        api.Record("Last");
        await Eventually.Holds(() => recorded["Last"] == 1);
        api.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Holds(async () => (await api.EventsAsync(".series.count}|{.note")).Contains("5|try 1"));
        Assert.Equal(3, api.Writes);
        Assert.Equal(5, recorded["Repeated"]);

        api.Time.Advance(TimeSpan.FromSeconds(10));
        api.Record("Repeated");
        await Eventually.Holds(async () => (await api.EventsAsync(".series.count")) is ["6"]);
        Assert.Equal(["Last", "Repeated"], (await api.EventsAsync(".reason")).Order());
    }

    [Fact]
    public async Task A_series_outlives_its_expired_event_and_ends_after_minutes()
    {
        await using var api = await EventsApi.NewAsync(nameof(A_series_outlives_its_expired_event_and_ends_after_minutes));
        api.Start();
        api.Record("Repeated");
        await Eventually.Holds(async () => (await api.EventsAsync(".reason")).Length == 1);
        await api.KubectlAsync("delete", "events", "--all");
        api.Time.Advance(TimeSpan.FromSeconds(10));
        api.Record("Repeated");
        await Eventually.Holds(async () => (await api.EventsAsync(".series.count")) is ["2"]);

        for (var minutes = 0; minutes < 6; minutes++)
        {
            api.Time.Advance(TimeSpan.FromMinutes(1));
        }

        api.Record("Repeated");
        await Eventually.Holds(async () => (await api.EventsAsync(".reason")).Length == 2);
    }

    [Fact]
    public async Task Events_about_cluster_scoped_objects_go_to_default()
    {
        await using var api = await EventsApi.NewAsync(nameof(Events_about_cluster_scoped_objects_go_to_default));
        api.Start();
        var uid = Guid.NewGuid().ToString();
        api.Recorder.Record(
            new ObjectReference { ApiVersion = "v1", Kind = "Namespace", Name = api.Namespace, Uid = uid }, EventType.Normal, "Seen", "Look", "Seen.");
        await Eventually.Holds(async () => (await api.Plane.Kubectl.RunAsync(
            "get", "events", "--namespace", "default", "--field-selector", $"involvedObject.uid={uid}", "-o", "name")).Output.Contains(api.Namespace, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Texts_too_long_are_cut_rather_than_refused()
    {
        await using var api = await EventsApi.NewAsync(nameof(Texts_too_long_are_cut_rather_than_refused));
        api.Start();
        var name = new string('a', 253);
        api.Recorder.Record(api.Reference(name), EventType.Normal, new string('R', 300), new string('A', 300), new string('ä', 5000));
        await Eventually.Holds(async () => (await api.EventsAsync(".regarding.name")) is [var found] && found == name);
        Assert.Empty(api.Log.Lines);
    }

    [Fact]
    public async Task Under_load_events_thin_out_and_the_caller_is_never_held_up()
    {
        using var recorded = new Counted("compute_events_recorded_total", "reason");
        using var dropped = new Counted("compute_events_dropped_total", "reason");
        using var queued = new Counted("compute_events_queue_depth");
        await using var api = await EventsApi.NewAsync(nameof(Under_load_events_thin_out_and_the_caller_is_never_held_up));
        for (var i = 0; i < 20_000; i++)
        {
            api.Record("Load", name: $"thing-{i}");
        }

        for (var i = 0; i < 600; i++)
        {
            api.Record("Urgent", type: EventType.Warning, name: $"thing-{i}");
        }

        Assert.Equal(19_500 + 100, dropped["queue_full"]);
        Assert.Equal(500 + 500, queued[""]);

        api.Start();
        await Eventually.Holds(() => recorded["Load"] == 100);
        Assert.Equal(100, api.Writes);
        await Eventually.Holds(() => queued[""] == 900);
        api.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => recorded["Load"] == 150);
    }

    [Fact]
    public async Task What_follows_an_event_goes_first()
    {
        await using var api = await EventsApi.NewAsync(nameof(What_follows_an_event_goes_first), EventsApi.Options with { SendDelay = Delay });
        api.Start();
        api.Record("First");
        await api.Time.WhenNextIsInAsync(Delay);
        api.Time.Advance(Delay / 2);
        api.Record("Second");
        Assert.Equal(0, api.Writes);

        api.Time.Advance(Delay / 2);
        await Eventually.Holds(async () => (await api.EventsAsync(".reason")) is ["First"]);
        await api.Time.WhenNextIsInAsync(Delay / 2);
        Assert.Equal(1, api.Writes);
        api.Time.Advance(Delay / 2);
        await Eventually.Holds(async () => (await api.EventsAsync(".reason")).Length == 2);
    }

    [Fact]
    public async Task A_shutdown_sends_what_waits_at_once()
    {
        await using var api = await EventsApi.NewAsync(nameof(A_shutdown_sends_what_waits_at_once), EventsApi.Options with { SendDelay = TimeSpan.FromMinutes(1) });
        api.Start();
        api.Record("First");
        api.Record("Second");
        await Eventually.Holds(() => api.Time.ArmedTimers == 2, what: "the sweep's timer and that of the first event");
        await api.StopAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        Assert.Equal(["First", "Second"], (await api.EventsAsync(".reason")).Order());
    }

    [Fact]
    public async Task Events_can_be_turned_off()
    {
        using var dropped = new Counted("compute_events_dropped_total", "reason");
        await using var api = await EventsApi.NewAsync(nameof(Events_can_be_turned_off), EventsApi.Options with { Enabled = false });
        api.Start();
        api.Record("Off");
        await api.StopAsync();
        Assert.Empty(api.Network.Sent);
        Assert.Equal(0, dropped["shutdown"]);
    }

    [Fact]
    public async Task A_namespace_that_is_going_is_left_alone()
    {
        using var dropped = new Counted("compute_events_dropped_total", "reason");
        await using var api = await EventsApi.NewAsync(nameof(A_namespace_that_is_going_is_left_alone));
        await api.KubectlAsync("patch", "configmap", "thing", "-p", """{"metadata":{"finalizers":["events.test/hold"]}}""");
        await api.KubectlAsync("delete", "namespace", api.Namespace, "--wait=false");
        api.Start();
        for (var i = 0; i < 50; i++)
        {
            api.Record("Gone", name: $"thing-{i}");
        }

        await Eventually.Holds(() => dropped["namespace_terminating"] == 50);
        Assert.Equal(1, api.Writes);
        Assert.Single(api.Log.Lines);
        await api.KubectlAsync("patch", "configmap", "thing", "--type=merge", "-p", """{"metadata":{"finalizers":null}}""");
    }

    [Fact]
    public async Task What_may_not_be_written_is_said_once()
    {
        using var dropped = new Counted("compute_events_dropped_total", "reason");
        await using var api = await EventsApi.NewAsync(nameof(What_may_not_be_written_is_said_once));
        api.Network.Inject(new Fault.Answer(403, Message: "events.events.k8s.io is forbidden: User x cannot create"), times: int.MaxValue);
        api.Start();
        for (var i = 0; i < 10; i++)
        {
            api.Record("Forbidden", name: $"thing-{i}");
            await Eventually.Holds(() => dropped["forbidden"] == i + 1);
            api.Time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Contains("events.events.k8s.io is forbidden", Assert.Single(api.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passing_faults_are_retried_without_doubling_the_event()
    {
        await using var api = await EventsApi.NewAsync(nameof(Passing_faults_are_retried_without_doubling_the_event));
        api.Network.Inject(new Fault.FailAfter()).Inject(new Fault.Answer(503, RetryAfter: TimeSpan.FromSeconds(5)));
        api.Start();
        api.Record("Retried");
        await Eventually.Holds(() =>
        {
            api.Time.Advance(TimeSpan.FromMilliseconds(100));
            return api.Writes == 3;
        });
        await Eventually.Holds(async () => (await api.EventsAsync(".reason")) is ["Retried"]);
        api.Record("Next");
        await Eventually.Holds(async () => (await api.EventsAsync(".reason")).Length == 2);
        api.Network.Inject(new Fault.Answer(401));
        api.Record("Renewed");
        await Eventually.Holds(async () =>
        {
            api.Time.Advance(TimeSpan.FromMilliseconds(100));
            return (await api.EventsAsync(".reason")).Length == 3;
        });
        Assert.Empty(api.Log.Lines);
    }

    [Fact]
    public async Task Shutdown_sends_what_waits_but_not_for_long()
    {
        using var dropped = new Counted("compute_events_dropped_total", "reason");
        await using var api = await EventsApi.NewAsync(nameof(Shutdown_sends_what_waits_but_not_for_long));
        for (var i = 0; i < 400; i++)
        {
            api.Record("Late", name: $"thing-{i}");
        }

        api.Start();
        var stopped = api.StopAsync();
        await Eventually.Holds(() => api.Writes == 100);
        Assert.False(stopped.IsCompleted);
        api.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => api.Writes == 150);
        api.Time.Advance(TimeSpan.FromSeconds(1));
        await stopped;

        // 50 more at most in the second second, and the one under way may be cut off.
        var late = dropped["shutdown"];
        Assert.InRange(late, 200, 251);
        api.Record("TooLate");
        Assert.Equal(late + 1, dropped["shutdown"]);
    }
}
