using System.Text;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Tests.Client;

public class WatchDecoderTests
{
    private const string Object = """{"metadata":{"annotations":{"a":"}"},"name":"w","namespace":"n","resourceVersion":"7","uid":"u"},"spec":{"size":1}}""";

    [Theory]
    [InlineData("""{"type":"ADDED","object":OBJECT}""")]
    [InlineData("""{"object":OBJECT,"type":"ADDED"}""")]
    [InlineData("""{ "type" : "ADDED" , "object" : OBJECT }""")]
    public void The_order_of_a_frames_members_does_not_matter(string line)
    {
        var added = Assert.IsType<WatchEvent<Widget>.Added>(Decode(line));
        Assert.Equal(new ResourceKey("n", "w"), ResourceKey.Of(added.Entity));
    }

    [Fact]
    public void Each_type_is_told_apart()
    {
        Assert.IsType<WatchEvent<Widget>.Modified>(Decode("""{"type":"MODIFIED","object":OBJECT}"""));
        Assert.IsType<WatchEvent<Widget>.Deleted>(Decode("""{"type":"DELETED","object":OBJECT}"""));
        Assert.Null(Decode("""{"type":"INVENTED","object":OBJECT}"""));
    }

    [Fact]
    public void A_bookmark_has_no_object_and_may_end_the_initial_events()
    {
        Assert.Equal(
            new WatchEvent<Widget>.Bookmark("12", InitialEventsEnd: false),
            Decode("""{"type":"BOOKMARK","object":{"kind":"Widget","metadata":{"resourceVersion":"12","creationTimestamp":null},"spec":null}}"""));
        Assert.Equal(
            new WatchEvent<Widget>.Bookmark("12", InitialEventsEnd: true),
            Decode("""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"12","annotations":{"k8s.io/initial-events-end":"true"}}}}"""));
    }

    [Fact]
    public void An_error_carries_the_servers_status()
    {
        var failed = Assert.IsType<WatchEvent<Widget>.Failed>(Decode(
            """{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old","reason":"Expired","code":410}}"""));
        Assert.Equal((410, "Expired"), (failed.Status.Code, failed.Status.Reason));
    }

    [Fact]
    public void A_malformed_object_is_reported()
    {
        var malformed = Assert.IsType<WatchEvent<Widget>.Malformed>(Decode(
            """{"type":"DELETED","object":{"metadata":{"name":"w"},"spec":{"size":"x"}}}""")).Object;
        Assert.Equal(("w", true), (malformed.Metadata.Name, malformed.Deleted));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("")]
    [InlineData("{")]
    public void What_is_not_a_frame_breaks_the_watch(string line) => Assert.Throws<IOException>(() => Decode(line));

    [Theory]
    [InlineData("ADDED", true)]
    [InlineData("MODIFIED", true)]
    [InlineData("DELETED", false)]
    public void A_version_that_the_caller_holds_can_be_skipped(string type, bool skipped)
    {
        WatchSkip skip = json => WatchedVersion.Of(json) is var version
            && version.ToKey() == new ResourceKey("n", "w") && version.Uid.SequenceEqual("u"u8) && version.ResourceVersion.SequenceEqual("7"u8);
        Assert.Equal(skipped, Decode($$"""{"type":"{{type}}","object":OBJECT}""", skip) is null);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"metadata\":")]
    [InlineData("""{"metadata":{"name":5,"namespace":{"x":[1]},"uid":null}}""")]
    public void A_version_that_cannot_be_read_is_empty(string json)
    {
        var version = WatchedVersion.Of(Encoding.UTF8.GetBytes(json));
        Assert.True(version.Name.IsEmpty && version.Namespace.IsEmpty && version.Uid.IsEmpty && version.ResourceVersion.IsEmpty);
    }

    private static WatchEvent<Widget>? Decode(string line, WatchSkip? skip = null) =>
        new WatchDecoder<Widget>(new(WidgetJsonContext.Default.Widget), skip)
            .Decode(Encoding.UTF8.GetBytes(line.Replace("OBJECT", Object, StringComparison.Ordinal)));
}
