using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Kubernetes.Tests.Client;

public class ResourceClientTests
{
    private static readonly PatchOptions Manager = new(WidgetApi.Manager);

    [Fact]
    public async Task Creates_reads_and_deletes()
    {
        using var api = await WidgetApi.NewAsync(nameof(Creates_reads_and_deletes));

        var created = await api.CreateAsync("w", 3);
        var read = await api.Widgets.GetAsync(api.Key("w"));

        Assert.NotNull(created.Metadata.Uid);
        Assert.Equal(created.Metadata.ResourceVersion, read?.Metadata.ResourceVersion);
        Assert.Equal(3, read?.Spec.Size);
        Assert.True(await api.Widgets.DeleteAsync(api.Key("w"), new()));
        Assert.Null(await api.Widgets.GetAsync(api.Key("w")));
        Assert.False(await api.Widgets.DeleteAsync(api.Key("w"), new()));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_from_a_conflict()
    {
        using var api = await WidgetApi.NewAsync(nameof(A_name_that_is_taken_is_told_from_a_conflict));
        var created = await api.CreateAsync("w");

        var taken = await Assert.ThrowsAsync<KubernetesException>(() => api.CreateAsync("w"));
        var conflict = await Assert.ThrowsAsync<KubernetesException>(() => api.Widgets.DeleteAsync(api.Key("w"), new() { Uid = "another" }));
        var stale = await Assert.ThrowsAsync<KubernetesException>(() => api.Widgets.PatchAsync(
            api.Key("w"), Merge("""{"metadata":{"resourceVersion":"1"},"spec":{"size":2}}"""), Manager));

        Assert.True(taken.IsAlreadyExists);
        Assert.True(conflict.IsConflict);
        Assert.True(stale.IsConflict);
        Assert.True(await api.Widgets.DeleteAsync(api.Key("w"), new() { Uid = created.Metadata.Uid, ResourceVersion = created.Metadata.ResourceVersion }));
    }

    [Fact]
    public async Task A_kind_that_is_not_installed_is_not_an_absent_object()
    {
        using var api = await WidgetApi.NewAsync(nameof(A_kind_that_is_not_installed_is_not_an_absent_object));
        using var transport = new KubernetesTransport(api.Configuration);
        var gadgets = transport.For(Widget.Definition with { Plural = "gadgets" });
        var others = transport.For(new ResourceDefinition<Widget>("other.test", "v1", "Widget", "widgets", default, WidgetJsonContext.Default.Widget));

        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => gadgets.GetAsync(api.Key("w")))).IsNotFound);
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => others.GetAsync(api.Key("w")))).IsNotFound);
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => others.DeleteAsync(api.Key("w"), new()))).IsNotFound);
    }

    [Fact]
    public async Task Unknown_fields_survive_a_merge_patch()
    {
        using var api = await WidgetApi.NewAsync(nameof(Unknown_fields_survive_a_merge_patch));
        (await api.ApplyAsync("w", """ "spec":{"size":1,"flavour":"sweet"},"other":[1] """)).Succeeded();

        var patched = await api.Widgets.PatchAsync(api.Key("w"), Merge("""{"spec":{"size":2}}"""), Manager);

        Assert.Equal(2, patched.Spec.Size);
        var json = (await api.Plane.Kubectl.RunAsync("get", "widget", "w", "-n", api.Namespace, "-o", "jsonpath={.spec.flavour}{.other[0]}")).Succeeded();
        Assert.Equal("sweet1", json);
    }

    [Fact]
    public async Task A_status_patch_leaves_the_rest_alone()
    {
        using var api = await WidgetApi.NewAsync(nameof(A_status_patch_leaves_the_rest_alone));
        await api.CreateAsync("w");

        var patched = await api.Widgets.PatchAsync(
            api.Key("w"), Merge("""{"spec":{"size":9},"status":{"phase":"Good","since":"2026-01-02T03:04:05Z"}}"""), Manager with { Subresource = "status" });

        Assert.Equal((1, "Good"), (patched.Spec.Size, patched.Status?.Phase));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), patched.Status?.Since);
    }

    [Fact]
    public async Task Json_patches_test_and_applies_own()
    {
        using var api = await WidgetApi.NewAsync(nameof(Json_patches_test_and_applies_own));
        var apply = new Patch.Apply(Encoding.UTF8.GetBytes("""{"apiVersion":"client.test/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"size":4}}"""));

        var applied = await api.Widgets.PatchAsync(api.Key("w"), apply, new("one"));
        var conflict = await Assert.ThrowsAsync<KubernetesException>(() => api.Widgets.PatchAsync(
            api.Key("w"), new Patch.Apply(Encoding.UTF8.GetBytes("""{"apiVersion":"client.test/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"size":5}}""")), new("two")));
        var failed = await Assert.ThrowsAsync<KubernetesException>(() => api.Widgets.PatchAsync(
            api.Key("w"), new Patch.Json("""[{"op":"test","path":"/spec/size","value":7}]"""u8.ToArray()), Manager));
        var forced = await api.Widgets.PatchAsync(api.Key("w"), apply, new("two") { Force = true });

        Assert.Equal(4, applied.Spec.Size);
        Assert.True(conflict.IsConflict);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, failed.StatusCode);
        Assert.Equal(4, forced.Spec.Size);
    }

    [Fact]
    public async Task Lists_in_pages()
    {
        using var api = await WidgetApi.NewAsync(nameof(Lists_in_pages));
        foreach (var number in Enumerable.Range(0, 7))
        {
            await api.CreateAsync($"w{number}");
        }

        List<string> pages = [];
        string? next = null;
        do
        {
            var page = await api.Widgets.ListPageAsync(api.Namespace, new() { Limit = 3, Continue = next });
            pages.Add(string.Join(' ', page.Items.Select(item => item.Metadata.Name)));
            next = page.Metadata.Continue;
        }
        while (!string.IsNullOrEmpty(next));

        Assert.Equal(["w0 w1 w2", "w3 w4 w5", "w6"], pages);
    }

    [Fact]
    public async Task A_page_that_is_no_longer_kept_is_gone()
    {
        using var api = await WidgetApi.NewAsync(nameof(A_page_that_is_no_longer_kept_is_gone));
        await api.CreateAsync("a");
        await api.CreateAsync("b");
        var first = await api.Widgets.ListPageAsync(api.Namespace, new() { Limit = 1 });
        var later = await api.CreateAsync("c");

        await api.Plane.CompactAsync(later.Metadata.ResourceVersion!);

        var gone = await Assert.ThrowsAsync<KubernetesException>(() => api.Widgets.ListPageAsync(
            api.Namespace, new() { Limit = 1, Continue = Aged(first.Metadata.Continue!) }));
        Assert.True(gone.IsGone);
    }

    // The server answers from memory for a while after etcd has forgotten: a token that is older than its memory cannot be had
    // by waiting a little.
    private static string Aged(string token)
    {
        var fields = JsonNode.Parse(Base64Url.DecodeFromChars(token))!;
        fields["rv"] = 2;
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(fields.ToJsonString()));
    }

    [Fact]
    public async Task A_malformed_object_among_good_ones_is_reported()
    {
        using var api = await WidgetApi.NewAsync(nameof(A_malformed_object_among_good_ones_is_reported));
        await api.CreateAsync("a");
        (await api.ApplyAsync("b", """ "spec":{"size":"huge"} """)).Succeeded();
        await api.CreateAsync("c");

        var list = await api.Widgets.ListPageAsync(api.Namespace, new());
        var alone = await Assert.ThrowsAsync<MalformedObjectException>(() => api.Widgets.GetAsync(api.Key("b")));

        Assert.Equal(["a", "c"], list.Items.Select(item => item.Metadata.Name));
        var malformed = Assert.Single(list.Malformed);
        Assert.Equal("""spec.size is "huge", but a whole number of at most 32 bits is expected""", malformed.Error);
        Assert.Equal(malformed.Metadata.Uid, alone.Malformed.Metadata.Uid);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_name_cannot_lead_elsewhere(string name)
    {
        using var transport = new KubernetesTransport(new() { Server = new("http://127.0.0.1:1") });
        await Assert.ThrowsAsync<ArgumentException>(() => transport.For(Widget.Definition).GetAsync(new("n", name)));
    }

    private static Patch.Merge Merge(string json) => new(Encoding.UTF8.GetBytes(json));
}
