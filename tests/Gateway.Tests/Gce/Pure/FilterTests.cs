using System.Text.Json;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Filters;

namespace ComputeOperator.Gateway.Tests.Gce.Pure;

public sealed class FilterTests
{
    private static readonly JsonElement Resource = JsonDocument.Parse("""
        {
          "name": "web-1", "status": "RUNNING", "guestCpus": 2, "isSharedCpu": true, "region": "https://host/regions/us-central1", "operationType": "insert",
          "creationTimestamp": "2026-01-02T03:04:05.000Z", "sizeGb": "10", "labels": { "env": "dev", "a.b": "dotted", "build": "7000", "date": "2026-01-02", "startTime": "2026-01-02" }, "tags": { "items": ["http", "ssh"] },
          "networkInterfaces": [{ "networkIP": "10.0.0.1" }, { "networkIP": "10.0.0.2" }]
        }
        """).RootElement;

    [Theory]
    [InlineData("name=web-1", true)]
    [InlineData("name = web-1", true)]
    [InlineData("name = \"web-1\"", true)]
    [InlineData("name = web-2", false)]
    [InlineData("name != web-2", true)]
    [InlineData("name != web-1", false)]
    [InlineData("status = RUNNING", true)]
    [InlineData("(name = \"web-1\") (status = RUNNING)", true)]
    [InlineData("(name = \"web-1\") (status = TERMINATED)", false)]
    [InlineData("(name = \"web-1\") AND (status = \"RUNNING\") AND (guestCpus = \"2\")", true)]
    [InlineData("name = web-2 OR status = RUNNING", true)]
    [InlineData("name = web-2 OR status = TERMINATED", false)]
    [InlineData("status = RUNNING name = web-2 OR name = web-1", true)]
    [InlineData("NOT status = RUNNING", false)]
    [InlineData("NOT (status = TERMINATED)", true)]
    [InlineData("guestCpus > 1", true)]
    [InlineData("guestCpus >= 3", false)]
    [InlineData("guestCpus < 10", true)]
    [InlineData("guestCpus <= 2", true)]
    [InlineData("isSharedCpu = true", true)]
    [InlineData("guestCpus = 2.0", true)]
    [InlineData("sizeGb > 9", true)]
    [InlineData("sizeGb = 10.0", false)]
    [InlineData("labels.build = 7000", true)]
    [InlineData("labels.build = 7e3", false)]
    [InlineData("labels.build = 07000", false)]
    [InlineData("labels.build != 07000", true)]
    [InlineData("labels.date = 2026-01-02", true)]
    [InlineData("labels.date = \"2026-01-02T00:00:00Z\"", false)]
    [InlineData("labels.startTime = \"2026-01-02T00:00:00Z\"", false)]
    [InlineData("creationTimestamp = \"2026-01-01T19:04:05-08:00\"", true)]
    [InlineData("labels.env = dev", true)]
    [InlineData("labels.env:*", true)]
    [InlineData("labels.owner:*", false)]
    [InlineData("labels.owner != me", true)]
    [InlineData("labels.a.b = dotted", true)]
    [InlineData("labels:env", true)]
    [InlineData("tags.items = ssh", true)]
    [InlineData("tags.items != ssh", false)]
    [InlineData("networkInterfaces.networkIP = 10.0.0.2", true)]
    [InlineData("name:eb-", true)]
    [InlineData("name = web-*", true)]
    [InlineData("name = *-1", true)]
    [InlineData("name = w*b*1", true)]
    [InlineData("name = db-*", false)]
    [InlineData("creationTimestamp > \"2026-01-01T00:00:00Z\"", true)]
    [InlineData("creationTimestamp > \"2026-01-02T03:04:00\"", true)]
    [InlineData("creationTimestamp < \"2026-01-02T03:05:00\"", true)]
    [InlineData("creationTimestamp < \"2026-01-01T00:00:00-08:00\"", false)]
    [InlineData("name eq web-1", true)]
    [InlineData("name eq web", false)]
    [InlineData("name eq .*eb.*", true)]
    [InlineData("name ne web.*", false)]
    [InlineData("name eq web-(1|2)", true)]
    [InlineData("guestCpus eq 2", true)]
    [InlineData("region eq \".*\\bus\\-central1\\b.*\"", true)]
    [InlineData("operationType eq \".*\\binsert\\b.*\"", true)]
    [InlineData("(name eq web-.*)(status ne TERMINATED)", true)]
    [InlineData("(name eq web-.*) (status eq TERMINATED)", false)]
    [InlineData("owner eq me", false)]
    public void A_filter_matches_what_it_says(string filter, bool expected) => Assert.Equal(expected, FilterParser.Parse(filter)!.Matches(Resource));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Nothing_is_no_filter(string? filter) => Assert.Null(FilterParser.Parse(filter));

    [Theory]
    [InlineData("name")]
    [InlineData("name =")]
    [InlineData("= web")]
    [InlineData("name == web")]
    [InlineData("name ! web")]
    [InlineData("(name = web")]
    [InlineData("name = web)")]
    [InlineData("name = \"web")]
    [InlineData("name = a AND")]
    [InlineData("OR name = a")]
    [InlineData("()")]
    [InlineData("name eq (")]
    [InlineData("name eq [")]
    [InlineData("name eq *")]
    [InlineData("(name eq a) name = b")]
    [InlineData("name = a name eq b")]
    [InlineData("name eq a(?=b)")]
    [InlineData("name eq (a)\\1")]
    public void What_is_no_filter_is_refused(string filter)
    {
        var error = Assert.Throws<GceException>(() => FilterParser.Parse(filter)).Error;

        Assert.Equal((400, "invalid"), (error.Code, error.Reason));
        Assert.StartsWith($"Invalid value for field 'filter': '{filter}'. Invalid list filter expression.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_and_length_are_bounded()
    {
        Assert.Throws<GceException>(() => FilterParser.Parse(new string('(', 2000) + "a=b" + new string(')', 2000)));
        Assert.Throws<GceException>(() => FilterParser.Parse("name = " + new string('a', 5000)));
        Assert.Throws<GceException>(() => FilterParser.Parse("name eq ((((a{1,1000}){1,1000}){1,1000}){1,1000})"));
    }

    [Theory]
    [InlineData("name eq (a+)+b")]
    [InlineData("name eq (a|aa)*b")]
    [InlineData("name eq (.*)(.*)(.*)(.*)b")]
    [InlineData("name = *a*a*a*a*a*a*a*a*b")]
    public void No_filter_backtracks_for_ever(string filter)
    {
        var resource = JsonDocument.Parse($$"""{"name":"{{new string('a', 50_000)}}"}""").RootElement;

        Assert.False(FilterParser.Parse(filter)!.Matches(resource));
    }
}
