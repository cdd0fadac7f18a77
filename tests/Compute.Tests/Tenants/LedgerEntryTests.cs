using System.Reflection;
using System.Text.Json;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Compute.Tests.Tenants;

public sealed class LedgerEntryTests
{
    private static readonly string Pattern = typeof(LedgerEntry).GetCustomAttribute<WrittenAsTextAttribute>()!.RegexPattern;

    public static TheoryData<string> Nonsense =>
    [
        "", "acme/web-1", "acme/web-1 8021 1 2 4Gi 10Gi", "acme/web-1 8021 1 2 4Gi 10Gi 34 5", "web-1 8021 1 2 4Gi 10Gi 34", "a/b/c 8021 1 2 4Gi 10Gi 34", "/web-1 8021 1 2 4Gi 10Gi 34",
        "acme/web-1 new 1 2 4Gi 10Gi 34", "acme/web-1 8021 -1 2 4Gi 10Gi 34", "acme/web-1 8021 1 two 4Gi 10Gi 34", "acme/web-1 8021 1 2 4Gb 10Gi 34", "acme/web-1 8021 1 2 4Gi  34", "acme/web-1 8021 1 2 4Gi 10Gi -34",
    ];

    [Theory]
    [InlineData(1, 2, 4294967296, 10737418240, 34, "acme/web-1 8021 1 2 4Gi 10Gi 34")]
    [InlineData(1, 0.25, 1073741824, 0, 10, "acme/web-1 8021 1 250m 1Gi 0 10")]
    [InlineData(0, 0.0000001, 1500, 1152921504606846976, 0, "acme/web-1 8021 0 100n 1500 1Ei 0")]
    public void Is_a_line_of_text_that_the_schema_lets_in(int instances, decimal vcpus, decimal memory, decimal disk, long credits, string expected)
    {
        var entry = new LedgerEntry
        {
            Namespace = "acme",
            Name = "web-1",
            ResourceVersion = "8021",
            Reservation = new ResourceAmounts(instances, vcpus, memory, disk).ToReservation(credits),
        };
        var ledger = new TenantLedger { Pending = new Dictionary<string, LedgerEntry> { ["uid"] = entry } };
        var json = JsonSerializer.Serialize(new() { Ledger = ledger }, EntitiesJsonContext.Default.TenantStatus);
        var read = JsonSerializer.Deserialize(json, EntitiesJsonContext.Default.TenantStatus)!.Ledger!.Pending!["uid"];

        Assert.Equal(expected, entry.ToString());
        Assert.Contains($"\"{expected}\"", json, StringComparison.Ordinal);
        Assert.Equal(entry, read);
        Assert.Matches(Pattern, expected);
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nothing_else_is_read_or_let_in(string text)
    {
        Assert.False(LedgerEntry.TryParse(text, out _));
        Assert.DoesNotMatch(Pattern, text);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(
            $"{{\"ledger\":{{\"pending\":{{\"uid\":{JsonSerializer.Serialize(text, EntitiesJsonContext.Default.String)}}}}}}}", EntitiesJsonContext.Default.TenantStatus));
    }
}
