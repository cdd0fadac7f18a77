using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Instances;

public sealed class InstanceListsTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Where_the_API_server_cannot_select_by_fields_of_spec_the_gateway_does()
    {
        using var server = new ListServer { SelectsBySpec = false };
        using var lists = new InstanceLists(_time);
        var api = new InstanceApi(server.Client, lists);

        var inZone = await api.ListAsync("ns", "europe-west1-b", default);
        var ofTenant = await api.ListOfTenantAsync("ns", "acme", default);
        var all = await api.ListAsync("ns", null, default);

        Assert.Equal(["b", "c"], inZone.Select(instance => instance.Metadata.Name));
        Assert.Equal(["c"], ofTenant.Select(instance => instance.Metadata.Name));
        Assert.Equal(["a", "b", "c"], all.Select(instance => instance.Metadata.Name));
        Assert.Single(server.Asked, asked => asked.Contains("fieldSelector=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Now_and_then_it_is_asked_again_because_clusters_are_upgraded()
    {
        using var server = new ListServer { SelectsBySpec = false };
        using var lists = new InstanceLists(_time);
        var api = new InstanceApi(server.Client, lists);
        await api.ListAsync("ns", "europe-west1-b", default);
        server.SelectsBySpec = true;
        _time.Advance(TimeSpan.FromMinutes(11));

        var inZone = await api.ListAsync("ns", "europe-west1-b", default);

        Assert.Equal(["b", "c"], inZone.Select(instance => instance.Metadata.Name));
        Assert.Equal([true, false, true], server.Asked.Select(asked => asked.Contains("fieldSelector=", StringComparison.Ordinal)));
    }

    // As where several API servers are upgraded one by one.
    [Fact]
    public async Task Where_the_server_of_the_next_page_cannot_select_nothing_is_listed_twice()
    {
        ListServer? server = null;
        using var upgraded = server = new()
        {
            Large = 8,
            Until = asked =>
            {
                server!.SelectsBySpec = !asked.Contains("continue=", StringComparison.Ordinal);
                return Task.CompletedTask;
            },
        };
        using var lists = new InstanceLists(_time);

        var inZone = await new InstanceApi(server.Client, lists).ListAsync("ns", "zone-0", default);

        Assert.Equal(["0"], inZone.Select(instance => instance.Metadata.Name));
        Assert.Contains(server.Asked, asked => asked.Contains("continue=", StringComparison.Ordinal) && asked.Contains("fieldSelector=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Few_lists_are_read_at_once()
    {
        var gate = new TaskCompletionSource();
        using var server = new ListServer { Until = _ => gate.Task };
        using var lists = new InstanceLists(_time);
        var api = new InstanceApi(server.Client, lists);
        var reads = Enumerable.Range(0, 20).Select(_ => api.ListAsync("ns", null, default)).ToList();

        Assert.Equal(4, server.Asked.Count);
        gate.SetResult();
        Assert.All(await Task.WhenAll(reads), all => Assert.Equal(3, all.Count));
    }

    [Fact]
    public async Task What_is_large_is_read_in_small_pages()
    {
        using var server = new ListServer { Large = 8 };
        using var lists = new InstanceLists(_time);

        var all = await new InstanceApi(server.Client, lists).ListAsync("ns", null, default);

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"{i}"), all.Select(instance => instance.Metadata.Name));
        Assert.Equal(["100", "25", "6", "1", "1"], server.Asked.Take(5).Select(asked => asked.Split("limit=")[1].Split('&')[0]));
    }

    [Fact]
    public async Task What_is_too_large_together_is_refused_and_what_keeps_nothing_of_it_is_not()
    {
        using var server = new ListServer { Large = 60 };
        using var lists = new InstanceLists(_time);
        var api = new InstanceApi(server.Client, lists);

        var refused = await Assert.ThrowsAsync<FailureException>(() => api.ListAsync("ns", null, default));
        var zones = await api.ListAsync("ns", instance => instance.Spec.Zone, default);
        var asked = server.Asked.Count;
        var found = await api.FindAsync("ns", null, instance => instance.Metadata.Name == "3", default);

        Assert.IsType<Failure.AnswerTooLarge>(refused.Failure);
        Assert.Equal(60, zones.Count);
        Assert.Equal("3", found!.Metadata.Name);
        Assert.Equal(7, server.Asked.Count - asked);
    }

    [Fact]
    public async Task While_others_keep_too_much_a_list_is_to_be_asked_for_again()
    {
        var gate = new TaskCompletionSource();
        using var server = new ListServer { Large = 40, Until = asked => asked.Contains("continue=30", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask };
        using var lists = new InstanceLists(_time);
        var api = new InstanceApi(server.Client, lists);
        var first = api.ListAsync("ns", null, default);
        await Eventually.Holds(() => server.Asked.Any(asked => asked.Contains("continue=30", StringComparison.Ordinal)), what: "the first has read most of it");

        var refused = await Assert.ThrowsAsync<FailureException>(() => api.ListAsync("ns", null, default));
        gate.SetResult();

        Assert.IsType<Failure.Unavailable>(refused.Failure);
        Assert.Equal(40, (await first).Count);
        Assert.Equal(40, (await api.ListAsync("ns", null, default)).Count);
    }

    /// <summary>Answers lists of Instances; that of the zone and the tenant only where it knows how.</summary>
    private sealed class ListServer : HttpMessageHandler
    {
        private const string Refusal = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"field label not supported: spec.zone","reason":"BadRequest","code":400}""";

        private static readonly (string Name, string Zone, string Tenant)[] Instances =
            [("a", "us-central1-a", "default"), ("b", "europe-west1-b", "default"), ("c", "europe-west1-b", "acme")];

        private readonly HttpClient _http;

        public ListServer() => _http = new(this, disposeHandler: false) { BaseAddress = new("http://127.0.0.1") };

        public ConcurrentQueue<string> Asked { get; } = new();

        public bool SelectsBySpec { get; set; } = true;

        public Func<string, Task> Until { get; init; } = _ => Task.CompletedTask;

        /// <summary>How many there are of a megabyte each, instead of the few small ones.</summary>
        public int Large { get; init; }

        public ResourceClient<Instance> Client => new(_http, ResourceDefinition.From(EntitiesJsonContext.Default.Instance));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = Uri.UnescapeDataString(request.RequestUri!.Query);
            Asked.Enqueue(asked);
            await Until(asked);
            return asked.Contains("fieldSelector=spec.", StringComparison.Ordinal) && !SelectsBySpec
                ? new(HttpStatusCode.BadRequest) { Content = new StringContent(Refusal, Encoding.UTF8, "application/json") }
                : new(HttpStatusCode.OK) { Content = new StringContent(Large > 0 ? LargePage(asked) : List(asked), Encoding.UTF8, "application/json") };
        }

        protected override void Dispose(bool disposing)
        {
            _http.Dispose();
            base.Dispose(disposing);
        }

        private string LargePage(string asked)
        {
            var (from, limit) = (Number(asked, "continue"), Number(asked, "limit"));
            var items = Enumerable.Range(from, Math.Min(limit, Large - from)).Select(i =>
                $$$$"""{"metadata":{"name":"{{{{i}}}}","namespace":"ns"},"spec":{"machineType":"small","zone":"zone-{{{{i}}}}","metadata":{"k":"{{{{new string('x', 1024 * 1024)}}}}"}}}""");
            var next = from + limit < Large ? $"{from + limit}" : "";
            return $$$"""{"kind":"InstanceList","apiVersion":"compute.iaas.dev/v1","metadata":{"continue":"{{{next}}}"},"items":[{{{string.Join(',', items)}}}]}""";
        }

        private static int Number(string asked, string name) =>
            int.TryParse(asked.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..], out var number) ? number : 0;

        private static string List(string asked)
        {
            var chosen = Instances.Where(instance =>
                !asked.Contains("fieldSelector=", StringComparison.Ordinal) || asked.Contains($"spec.zone={instance.Zone}", StringComparison.Ordinal) || asked.Contains($"spec.tenant={instance.Tenant}", StringComparison.Ordinal));
            var items = chosen.Select(instance =>
                $$$"""{"metadata":{"name":"{{{instance.Name}}}","namespace":"ns"},"spec":{"machineType":"small","zone":"{{{instance.Zone}}}","tenant":"{{{instance.Tenant}}}"}}""");
            return $$$"""{"kind":"InstanceList","apiVersion":"compute.iaas.dev/v1","metadata":{},"items":[{{{string.Join(',', items)}}}]}""";
        }
    }
}
