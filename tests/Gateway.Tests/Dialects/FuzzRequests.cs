using System.Text;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Dialects;

/// <summary>Requests to the dialects with tenants, made of pieces that fit and pieces that do not.</summary>
internal static class FuzzRequests
{
    private static readonly string[] Methods = ["GET", "GET", "POST", "POST", "POST", "PATCH", "DELETE", "PUT", "HEAD", "BREW"];

    private static readonly string[] Collections =
        ["/api/v1/compute/instances", "/api/v1/instances", "/api/vms", "/api/admin/vms", "/api/events", "/api/admin/events", "/api/admin/tenants", "/api/v1/compute/flavors", "/api/vms/quota-check", "/api/admin"];

    private static readonly string[] Ids =
        ["web", "web", "w", "WEB", "a_b", "-a", "1", "..x", "%2E%2Ex", "a%2Fb", "%20", "a%0Ab", "%F0%9F%98%80", "a;b", "a'b", "%25", "{x}", "$(id)", "%C0%AF", "null", "quota-check", new string('a', 300)];

    private static readonly string[] Tails =
        ["", "", "/start", "/stop", "/restart", "/pause", "/resume", "/terminate", "/action", "/status", "/credits", "/networks/net-1", "/volumes/%0D%0AX-Injected:%20yes", "/networks/", "/explode", "/"];

    private static readonly string[] Queries =
        ["", "", "", "?limit=1", "?limit=-1", "?limit=1e9", "?offset=99999999999", "?scope=GLOBAL", "?scope=x", "?status=%00", "?since=0", "?since=2026-01-01T00:00:00%2B99:00", "?type=vm&type=admin", "?severity=", "?vm_id=%F0%9F%98%80", "?vm_id=a,regarding.kind=Pod", "?&&==&"];

    private static readonly string[] Members =
        ["name", "name", "flavor", "type", "imageId", "networkIds", "metadata", "scope", "parent_id", "config", "description", "ram_mb", "disk_gb", "cpu_cores", "os_type", "vm_metadata", "action", "amount", "reason", "Name", "__proto__", ""];

    private static readonly string[] Values =
    [
        "null", "true", "0", "1", "1024", "-1", "1.5", "1e400", "18446744073709551616", "\"\"", "\"web\"", "\"small\"", "\"vm\"", "\"PROJECT\"", "\"stop\"", "\"destroy\"", "\"\\ud800\"", "\"\\u0000\"", "\"a\\r\\nX-Injected: yes\"",
        "[]", "{}", "[null]", "[\"net-1\"]", "{\"k\":\"v\"}", "{\"k\":1}", "{\"\\ud800\":1}", "{\"a b\":\"\"}", "{\"a\":{\"b\":[{}]}}", "\"😀\"", "NaN", "'x'", "\"../../..\"",
    ];

    private static readonly string[] Tenants = ["default", "no-such-tenant", "UPPER", "a b", "-", "a,b", "../x", new string('t', 64), "kube-system", "''", ""];

    public static FuzzRequest Next(Random random, string tenant) => new(
        Pick(random, Methods),
        random.Next(10) == 0 ? $"{Pick(random, Collections)}{Pick(random, Queries)}" : $"{Pick(random, Collections)}/{Pick(random, Ids)}{Pick(random, Tails)}{Pick(random, Queries)}",
        random.Next(4) == 0 ? null : BodyOf(random),
        "application/json",
        [("X-Tenant-ID", random.Next(5) == 0 ? Pick(random, Tenants) : tenant)]);

    private static string BodyOf(Random random) => random.Next(10) switch
    {
        0 => Noise(random),
        1 => new string('[', random.Next(2000)),
        2 => Pick(random, Values),
        _ => "{" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{Pick(random, Members)}\":{Pick(random, Values)}")) + Pick(random, (string[])["}", "}", "}", "}", "", "}}"]),
    };

    private static string Noise(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(200); i > 0; i--)
        {
            text.Append((char)random.Next(1, 0x7f));
        }

        return text.ToString();
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
