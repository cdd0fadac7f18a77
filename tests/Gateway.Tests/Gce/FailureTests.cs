using System.Net;
using static ComputeOperator.Gateway.Tests.Kit.GceProject;

namespace ComputeOperator.Gateway.Tests.Gce;

public sealed class FailureTests
{
    private const string NamePattern = "Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'";

    public static TheoryData<string, string, string> BadInstances => new()
    {
        { """{"machineType":"e2-small"}""", "required", "Required field 'resource.name' not specified" },
        { """{"name":"","machineType":"e2-small"}""", "required", "Required field 'resource.name' not specified" },
        { """{"name":"web"}""", "required", "Required field 'resource.machineType' not specified" },
        { """{"name":"Web_1","machineType":"e2-small"}""", "invalid", $"Invalid value for field 'resource.name': 'Web_1'. {NamePattern}" },
        { """{"name":"web-","machineType":"e2-small"}""", "invalid", $"Invalid value for field 'resource.name': 'web-'. {NamePattern}" },
        { """{"name":"web\n","machineType":"e2-small"}""", "invalid", $"Invalid value for field 'resource.name': 'web\n'. {NamePattern}" },
        { $$"""{"name":"{{new string('a', 64)}}","machineType":"e2-small"}""", "invalid", $"Invalid value for field 'resource.name': '{new string('a', 64)}'. {NamePattern}" },
        {
            """{"name":"web","machineType":"zones/us-central1-a/machineTypes/e3-huge"}""", "invalid",
            "Invalid value for field 'resource.machineType': 'zones/us-central1-a/machineTypes/e3-huge'. Machine type with name 'e3-huge' does not exist in zone 'us-central1-a'."
        },
        { """{"name":"web","machineType":"custom-3-1000"}""", "invalid", "Invalid value for field 'resource.machineType': 'custom-3-1000'. Machine type with name 'custom-3-1000' does not exist in zone 'us-central1-a'." },
        { """{"name":"web","machineType":"../../e2-small/.."}""", "invalid", "Invalid value for field 'resource.machineType': '../../e2-small/..'. Machine type with name '..' does not exist in zone 'us-central1-a'." },
        { """{"name":"web","machineType":"e2-small","colour":"red"}""", "invalid", "Invalid JSON payload received. Unknown name \"colour\": Cannot find field." },
        { """{"name":7,"machineType":"e2-small"}""", "invalid", "Invalid value for field 'resource.name': name is 7, but a string is expected." },
        { """{"name":"web","machineType":"e2-small","tags":{"items":"a"}}""", "invalid", "Invalid value for field 'resource.tags.items': tags.items is \"a\", but a list is expected." },
        { """{"name":"web","machineType":"e2-small","tags":{"items":["A B"]}}""", "invalid", $"Invalid value for field 'resource.tags.items[0]': 'A B'. {NamePattern}" },
        { """{"name":"web","machineType":"e2-small","labels":{"Env":"x"}}""", "invalid", @"Invalid value for field 'resource.labels': 'Env'. Label keys must be a match of regex '[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}'" },
        { """{"name":"web","machineType":"e2-small","labels":{"env":"A"}}""", "invalid", @"Invalid value for field 'resource.labels.env': 'A'. Label values must be a match of regex '[\p{Ll}\p{Lo}\p{N}_-]{0,63}'" },
        { """{"name":"web","machineType":"e2-small","metadata":{"items":[{"value":"v"}]}}""", "required", "Required field 'resource.metadata.items[0].key' not specified" },
        { """{"name":"web","machineType":"e2-small","metadata":{"items":[{"key":"a b","value":"v"}]}}""", "invalid", "Invalid value for field 'resource.metadata.items[0].key': 'a b'. Must be a match of regex '[a-zA-Z0-9-_]{1,128}'" },
        { "", "invalid", "The body is empty, but an object is expected." },
        { "null", "invalid", "The body is null, but an object is expected." },
    };

    [Theory]
    [MemberData(nameof(BadInstances))]
    public async Task A_bad_instance_is_refused_with_the_field_to_blame(string body, string reason, string message)
    {
        using var project = await OpenAsync();

        Assert.Equal(message, Fails(await project.Rest.PostAsync(project.Instances, body), HttpStatusCode.BadRequest, reason));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"name\":}")]
    [InlineData("<xml/>")]
    [InlineData("\"\"")]
    public async Task What_is_no_object_is_refused(string body)
    {
        using var project = await OpenAsync();

        Fails(await project.Rest.PostAsync(project.Instances, body), HttpStatusCode.BadRequest, "invalid");
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        using var project = await OpenAsync();
        var zone = $"projects/{project.Name}/zones/{Zone}";

        Assert.Equal($"The resource '{zone}/instances/web' was not found", Fails(await project.GetAsync("web"), HttpStatusCode.NotFound, "notFound"));
        Assert.Equal($"The resource '{zone}/instances/web' was not found", Fails(await project.Rest.PostAsync($"{project.Instances}/web/stop"), HttpStatusCode.NotFound, "notFound"));
        Assert.Equal($"The resource '{zone}/instances/web' was not found", Fails(await project.Rest.DeleteAsync($"{project.Instances}/web"), HttpStatusCode.NotFound, "notFound"));
        Assert.Equal($"The resource '{zone}/instances/123' was not found", Fails(await project.GetAsync("123"), HttpStatusCode.NotFound, "notFound"));
        Fails(await project.Rest.GetAsync($"{project.Root}/zones/{Zone}/machineTypes/e3"), HttpStatusCode.NotFound, "notFound");
        Fails(await project.Rest.GetAsync($"{project.Root}/zones/mars-north1-a"), HttpStatusCode.NotFound, "notFound");
        Fails(await project.Rest.GetAsync($"{project.Root}/regions/mars-north1"), HttpStatusCode.NotFound, "notFound");
        Fails(await project.Rest.GetAsync($"{project.Root}/zones/{Zone}/operations/operation-1234"), HttpStatusCode.NotFound, "notFound");
        Fails(await project.Rest.PostAsync($"{project.Root}/zones/{Zone}/operations/99/wait"), HttpStatusCode.NotFound, "notFound");
        Fails(await project.Rest.PostAsync("/compute/v1/projects/no-such-project/zones/us-central1-a/instances", Body("web")), HttpStatusCode.NotFound, "notFound");
    }

    [Fact]
    public async Task An_operation_of_a_change_that_has_not_been_is_not_found()
    {
        using var project = await OpenAsync();
        var inserted = await project.InsertAsync("web");
        var operations = $"{project.Root}/zones/{Zone}/operations";

        Assert.Equal(inserted.Get("name"), (await project.Rest.GetAsync($"{operations}/{inserted.Get("id")}")).Succeeded().Get("name"));
        Fails(await project.Rest.GetAsync($"{operations}/{inserted.Get("name")!.Replace("-insert-1-", "-stop-2-", StringComparison.Ordinal)}"), HttpStatusCode.NotFound, "notFound");
    }

    [Fact]
    public async Task A_disk_is_found_by_its_own_number_and_not_by_that_of_its_instance()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");
        var disks = $"{project.Root}/zones/{Zone}/disks";
        var id = (await project.Rest.GetAsync(disks)).Succeeded().Get("items.0.id");
        var disk = (await project.Rest.GetAsync($"{disks}/{id}")).Succeeded();

        Assert.Equal((id, "web"), (disk.Get("id"), disk.Get("name")));
        Fails(await project.Rest.GetAsync($"{disks}/{(await project.GetAsync("web")).Get("id")}"), HttpStatusCode.NotFound, "notFound");
        Fails(await project.Rest.GetAsync($"{project.Root}/zones/{OtherZone}/disks/{id}"), HttpStatusCode.NotFound, "notFound");
    }

    [Fact]
    public async Task Paths_and_methods_that_are_none_fail_in_the_same_form()
    {
        using var project = await OpenAsync();

        Fails(await project.Rest.GetAsync("/compute/v1/nonsense"), HttpStatusCode.NotFound, "notFound");
        Fails(await project.Rest.GetAsync("/compute"), HttpStatusCode.NotFound, "notFound");
        Fails(await project.Rest.PostAsync($"{project.Instances}/web/explode"), HttpStatusCode.NotFound, "notFound");
        var wrong = await project.Rest.SendAsync(HttpMethod.Put, $"{project.Instances}/web", "{}");
        Fails(wrong, HttpStatusCode.MethodNotAllowed, "httpMethodNotAllowed");
        Assert.Equal("DELETE, GET", string.Join(", ", wrong.Response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("zones/Mars/instances", "zone")]
    [InlineData("zones/us-central1-a/instances/Web_1", "instance")]
    [InlineData("zones/us-central1-a/instances/..%2F..%2Fsecrets", "instance")]
    [InlineData("zones/us-central1-a/instances/a%01b", "instance")]
    [InlineData("zones/us-central1-a/instances/%C3%A4", "instance")]
    [InlineData("zones/us-central1-a/instances/a%0D%0AX-Injected:%20yes", "instance")]
    [InlineData("zones/us-central1-a/operations/OP", "operation")]
    public async Task Names_in_paths_are_checked(string path, string field)
    {
        using var project = await OpenAsync();

        Assert.Contains($"'{field}'", Fails(await project.Rest.GetAsync($"{project.Root}/{path}"), HttpStatusCode.BadRequest, "invalid"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_name_is_taken_in_one_zone_and_free_in_another()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");
        await project.InsertAsync("web", OtherZone);
        var again = await project.Rest.PostAsync(project.Instances, Body("web"));
        var elsewhere = await project.Rest.PostAsync($"{project.Root}/zones/{OtherZone}/instances", Body("web", OtherZone));

        Assert.Equal($"The resource 'projects/{project.Name}/zones/{Zone}/instances/web' already exists", Fails(again, HttpStatusCode.Conflict, "alreadyExists"));
        Assert.Equal($"The resource 'projects/{project.Name}/zones/{OtherZone}/instances/web' already exists", Fails(elsewhere, HttpStatusCode.Conflict, "alreadyExists"));
        Assert.NotEqual((await project.GetAsync("web")).Get("id"), (await project.Rest.GetAsync($"{project.Root}/zones/{OtherZone}/instances/web")).Get("id"));
    }

    [Fact]
    public async Task Ten_inserts_of_one_name_at_once_make_one_instance_in_each_zone()
    {
        using var project = await OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
        {
            var zone = i % 2 == 0 ? Zone : OtherZone;
            return project.Rest.PostAsync($"{project.Root}/zones/{zone}/instances", Body("web", zone));
        }));

        Assert.Equal(2, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(18, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.Equal(2, (await project.Rest.GetAsync($"{project.Root}/zones/*/instances")).Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("Accept", "*/*")]
    [InlineData("Expect", "100-continue")]
    [InlineData("Transfer-Encoding", "chunked")]
    public async Task A_body_that_is_too_large_is_refused_and_who_sends_all_of_it_reads_why(string header, string value)
    {
        using var project = await OpenAsync();
        var body = Body("web", more: $$""" "metadata":{"items":[{"key":"k","value":"{{new string('x', 2 * 1024 * 1024)}}"}]} """);
        var answer = await project.Rest.SendAsync(HttpMethod.Post, project.Instances, body, headers: (header, value));

        Assert.Equal("The body of the request is too large; allowed are 1048576 bytes.", Fails(answer, HttpStatusCode.RequestEntityTooLarge, "uploadTooLarge"));
    }

    public static TheoryData<string, string> TooMany => new()
    {
        { $$""" "labels":{ {{string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"k{i}\":\"\""))}} } """, "resource.labels" },
        { $$""" "tags":{"items":[{{string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"t{i}\""))}}]} """, "resource.tags.items" },
        { $$""" "metadata":{"items":[{{string.Join(',', Enumerable.Range(0, 3).Select(i => $$"""{"key":"k{{i}}","value":"{{new string('x', 200_000)}}"}"""))}}]} """, "resource.metadata" },
    };

    [Theory]
    [MemberData(nameof(TooMany))]
    public async Task More_than_an_instance_may_have_is_refused_with_the_field(string more, string field)
    {
        using var project = await OpenAsync();
        var answer = await project.Rest.PostAsync(project.Instances, Body("web", more: more));

        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, answer.Text);
        Assert.Contains($"field '{field}'", answer.Get("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_refused_with_its_field()
    {
        using var project = await OpenAsync();
        var answer = await project.Rest.PostAsync(
            project.Instances, Body("web", more: $$""" "metadata":{"items":[{"key":"k","value":"{{new string('x', 300_000)}}"}]} """));

        Assert.Equal(
            "Value for field 'resource.metadata.items[0].value' is too large: maximum size 262144 character(s); actual size 300000.",
            Fails(answer, HttpStatusCode.RequestEntityTooLarge, "fieldSizeTooLarge"));
    }

    [Fact]
    public async Task A_protected_instance_is_not_deleted()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web", more: "\"deletionProtection\":true");

        Assert.Contains("protected against deletion", Fails(await project.Rest.DeleteAsync($"{project.Instances}/web"), HttpStatusCode.BadRequest, "invalid"), StringComparison.Ordinal);
        (await project.Rest.PostAsync($"{project.Instances}/web/setDeletionProtection?deletionProtection=false")).Succeeded();
        await project.DoneAsync((await project.Rest.DeleteAsync($"{project.Instances}/web")).Succeeded());
    }
}
