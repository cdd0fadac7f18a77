using ComputeOperator.Gateway.Gce.Batch;
using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Tests.Gce.Pure;

public sealed class BatchReaderTests
{
    private const string Text = """
        --===B==
        Content-Type: application/http
        MIME-Version: 1.0
        Content-ID: <abc+0>

        GET /compute/v1/projects/p/zones?alt=json HTTP/1.1
        Content-Type: application/json
        content-length: 0


        --===B==
        Content-Type: application/http
        Content-ID: <abc+1>

        POST /compute/v1/projects/p/zones/z/instances HTTP/1.1
        Content-Type: application/json

        {"name": "a",
         "machineType": "b"}
        --===B==--
        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Parts_are_read_whatever_ends_their_lines(string end)
    {
        var parts = BatchReader.Read(Text.ReplaceLineEndings(end), "===B==");

        Assert.Equal(
            [("<abc+0>", "GET", "/compute/v1/projects/p/zones?alt=json", ""), ("<abc+1>", "POST", "/compute/v1/projects/p/zones/z/instances", "{\"name\": \"a\",\n \"machineType\": \"b\"}")],
            parts.Select(part => (part.ContentId, part.Method, part.Path, part.Body)));
        Assert.Equal("application/json", parts[1].Headers["content-type"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no parts")]
    [InlineData("--===B==--")]
    [InlineData("--===B==\n\nnonsense\n--===B==--")]
    [InlineData("--===B==\n\nGET http://elsewhere/ HTTP/1.1\n--===B==--")]
    [InlineData("--===B==\n--===B==\n--===B==--")]
    public void What_is_no_batch_is_refused(string text) => Assert.Throws<GceException>(() => BatchReader.Read(text, "===B=="));
}
