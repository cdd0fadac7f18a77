using System.Net;
using static ComputeOperator.Gateway.Tests.Kit.GceProject;

namespace ComputeOperator.Gateway.Tests.Gce;

/// <summary>Labels, tags, metadata and machine types of instances that exist.</summary>
public sealed class SettingTests
{
    public static TheoryData<string, string, string, string> Settings => new()
    {
        { "setLabels", """{"labelFingerprint":"FINGERPRINT","labels":{"env":"prod"}}""", "labelFingerprint", "Labels fingerprint either invalid or resource labels have changed" },
        { "setTags", """{"fingerprint":"FINGERPRINT","items":["db"]}""", "tags.fingerprint", "Supplied fingerprint does not match current tags fingerprint." },
        { "setMetadata", """{"fingerprint":"FINGERPRINT","items":[{"key":"k","value":"v"}]}""", "metadata.fingerprint", "Supplied fingerprint does not match current metadata fingerprint." },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Only_who_has_seen_what_is_there_may_replace_it(string action, string body, string path, string message)
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web", more: """ "labels":{"env":"dev"},"tags":{"items":["web"]},"metadata":{"items":[{"key":"a","value":"b"}]} """);
        var seen = (await project.GetAsync("web")).Get(path)!;
        var done = await project.ActAsync("web", action, body.Replace("FINGERPRINT", seen, StringComparison.Ordinal));
        var stale = await project.Rest.PostAsync($"{project.Instances}/web/{action}", body.Replace("FINGERPRINT", seen, StringComparison.Ordinal));
        var none = await project.Rest.PostAsync($"{project.Instances}/web/{action}", body.Replace("FINGERPRINT", "", StringComparison.Ordinal));
        var now = (await project.GetAsync("web")).Get(path)!;

        Assert.Equal((action, "DONE"), (done.Get("operationType"), done.Get("status")));
        Assert.Equal(message, Fails(stale, HttpStatusCode.PreconditionFailed, "conditionNotMet"));
        Assert.Equal(("If-Match", "header"), (stale.Get("error.errors.0.location"), stale.Get("error.errors.0.locationType")));
        Fails(none, HttpStatusCode.PreconditionFailed, "conditionNotMet");
        Assert.NotEqual(seen, now);
    }

    [Fact]
    public async Task What_is_set_replaces_all_that_was()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web", more: """ "labels":{"a":"1","b":"2"},"tags":{"items":["x","y"]},"metadata":{"items":[{"key":"k1","value":"1"},{"key":"k2","value":"2"}]} """);
        var before = await project.GetAsync("web");
        await project.ActAsync("web", "setLabels", $$"""{"labelFingerprint":"{{before.Get("labelFingerprint")}}","labels":{"b":"3","c":"4"} }""");
        await project.ActAsync("web", "setTags", $$"""{"fingerprint":"{{before.Get("tags.fingerprint")}}"}""");
        await project.ActAsync("web", "setMetadata", $$"""{"fingerprint":"{{before.Get("metadata.fingerprint")}}","items":[{"key":"k2","value":"3"}]}""");
        var after = await project.GetAsync("web");

        Assert.Equal("""{"b":"3","c":"4"}""", after.Get("labels"));
        Assert.Null(after.Get("tags.items"));
        Assert.Equal("""[{"key":"k2","value":"3"}]""", after.Get("metadata.items"));
    }

    [Fact]
    public async Task Eight_who_replace_labels_at_once_lose_no_change_unseen()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");
        var seen = (await project.GetAsync("web")).Get("labelFingerprint");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => project.Rest.PostAsync($"{project.Instances}/web/setLabels", $$"""{"labelFingerprint":"{{seen}}","labels":{"writer":"w{{i}}"} }""")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Labels_that_Kubernetes_cannot_hold_are_kept_and_its_own_left_alone()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web", more: """ "labels":{"env":"dev","größe":"höher","end":"x-"} """);
        (await project.Kubectl.RunAsync("label", "instance", "web", "-n", project.Name, "app.kubernetes.io/name=shop", "Tier=Front", "by=kubectl")).Succeeded();
        var before = await project.GetAsync("web");
        await project.ActAsync("web", "setLabels", $$"""{"labelFingerprint":"{{before.Get("labelFingerprint")}}","labels":{"größe":"klein"} }""");
        var after = await project.GetAsync("web");
        var labels = (await project.Kubectl.RunAsync("get", "instance", "web", "-n", project.Name, "-o", "jsonpath={.metadata.labels}")).Succeeded();

        Assert.Equal("""{"by":"kubectl","end":"x-","env":"dev","größe":"höher"}""", before.Get("labels"));
        Assert.Equal("""{"größe":"klein"}""", after.Get("labels"));
        Assert.Equal("""{"Tier":"Front","app.kubernetes.io/name":"shop"}""", labels);
    }

    [Fact]
    public async Task Only_what_a_request_means_is_owned_by_the_gateway()
    {
        using var project = await OpenAsync();
        (await project.Kubectl.ApplyAsync(
            $$"""{"apiVersion":"compute.iaas.dev/v1","kind":"Instance","metadata":{"name":"web","namespace":"{{project.Name}}"},"spec":{"machineType":"e2-small","description":"from git","tags":["web"]} }""",
            "--server-side", "--field-manager=git")).Succeeded();
        await project.RunsAsync("web");
        await project.ActAsync("web", "stop");
        var owned = (await project.Kubectl.RunAsync(
            "get", "instance", "web", "-n", project.Name, "--show-managed-fields", "-o", "jsonpath={.metadata.managedFields[?(@.manager=='compute-gateway')].fieldsV1}")).Succeeded();

        Assert.Equal("""{"f:spec":{"f:powerState":{}}}""", owned);
    }
}
