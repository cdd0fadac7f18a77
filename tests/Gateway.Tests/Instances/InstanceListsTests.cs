using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
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

    [Fact]
    public async Task Few_lists_are_read_at_once()
    {
        var gate = new TaskCompletionSource();
        using var server = new ListServer { Until = gate.Task };
        using var lists = new InstanceLists(_time);
        var api = new InstanceApi(server.Client, lists);
        var reads = Enumerable.Range(0, 20).Select(_ => api.ListAsync("ns", null, default)).ToList();

        Assert.Equal(4, server.Asked.Count);
        gate.SetResult();
        Assert.All(await Task.WhenAll(reads), all => Assert.Equal(3, all.Count));
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

        public Task Until { get; init; } = Task.CompletedTask;

        public ResourceClient<Instance> Client => new(_http, ResourceDefinition.From(EntitiesJsonContext.Default.Instance));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = Uri.UnescapeDataString(request.RequestUri!.Query);
            Asked.Enqueue(asked);
            await Until;
            return asked.Contains("fieldSelector=spec.", StringComparison.Ordinal) && !SelectsBySpec
                ? new(HttpStatusCode.BadRequest) { Content = new StringContent(Refusal, Encoding.UTF8, "application/json") }
                : new(HttpStatusCode.OK) { Content = new StringContent(List(asked), Encoding.UTF8, "application/json") };
        }

        protected override void Dispose(bool disposing)
        {
            _http.Dispose();
            base.Dispose(disposing);
        }

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
