using System.Text;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Gce;

/// <summary>Requests made of pieces that fit and pieces that do not.</summary>
internal static class FuzzRequests
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "POST", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "BREW"];

    private static readonly string[] Names =
        ["web", "web-1", "w", "WEB", "a_b", "-a", "a-", "1", "18446744073709551615", "99999999999999999999", "0", "..", "%2E%2E", "a%2Fb", "%20", "a%0Ab", "%F0%9F%98%80", "%C3%A4", "*", "a%09b", "a;b", "a'b", "a\\b", "%25", "{x}", "$(id)", "%C0%AF", "null"];

    private static readonly string[] Zones = ["us-central1-a", "us-central1-a", "us-central1-a", "europe-west1-b", "*", "%2A", "mars", "US-CENTRAL1-A", "-", "", "us-central1-a%01x"];

    private static readonly string[] Tails =
    [
        "", "/start", "/stop", "/reset", "/suspend", "/resume", "/setLabels", "/setTags", "/setMetadata", "/setMachineType", "/setDeletionProtection", "/serialPort",
        "/updateShieldedInstanceConfig", "/explode", "/",
    ];

    private static readonly string[] Operations = ["insert", "stop", "fly", "setlabels", "stoprefused", "delete", "repair"];

    private static readonly string[] Collections = ["instances", "instances", "instances", "instances", "operations", "machineTypes", "disks", "diskTypes", "nonsense", ""];

    private static readonly string[] Queries =
    [
        "", "?", "?alt=json", "?maxResults=2", "?maxResults=-5", "?maxResults=1e9", "?filter=name%3Dweb", "?filter=name%20eq%20(a%2B)%2B%24", "?filter=%28%28%28", "?filter=%22", "?filter=a%20eq%20%5B",
        "?pageToken=%00", "?pageToken=AAAA", "?orderBy=name%20asc", "?requestId=x", "?requestId=00000000-0000-0000-0000-000000000000", "?deletionProtection=maybe", "?port=9&start=-99999999999999999999",
        "?filter=labels.%F0%9F%98%80:*", "?&&==&", "?filter=name%20eq%20" + "a*".PadRight(50, '*'),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "18446744073709551616", "\"\"", "\"web\"", "\"e2-small\"", "\"zones/us-central1-a/machineTypes/e2-small\"", "\"\\ud800\"", "\"\\u0000\"", "\"a\\r\\nX-Injected: yes\"",
        "[]", "{}", "[null]", "[[]]", "{\"items\":null}", "{\"items\":[null]}", "{\"items\":[{\"key\":\"k\",\"value\":\"v\"}]}", "{\"items\":[\"web\"]}", "{\"a\":{\"b\":{}}}", "{\"env\":\"dev\"}", "{\"env\":null}", "\"😀\"", "NaN", "'x'", "\"../../..\"",
    ];

    private static readonly string[] Members =
        ["name", "machineType", "labels", "labelFingerprint", "tags", "metadata", "fingerprint", "items", "disks", "description", "deletionProtection", "zone", "kind", "colour", "networkInterfaces", "Name", "__proto__", ""];

    private static readonly string?[] ContentTypes = ["application/json", "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/mixed; boundary=b", "nonsense", null];

    private static readonly string[] HeaderNames = ["X-Request-Id", "Authorization", "If-Match", "X-HTTP-Method-Override", "Accept", "Content-Encoding", "X-Forwarded-For"];

    public static FuzzRequest Next(Random random, string ns)
    {
        var (method, path) = Target(random, ns);
        (string, string)[] headers = random.Next(4) == 0 ? [(Pick(random, HeaderNames), Text(random, 40))] : [];
        return new(method, path, random.Next(4) == 0 ? null : BodyOf(random), Pick(random, ContentTypes), headers);
    }

    // Mostly what exists, so that most requests get far.
    private static (string Method, string Path) Target(Random random, string ns)
    {
        var project = $"/compute/v1/projects/{ns}";
        var zone = $"{project}/zones/{Pick(random, Zones)}";
        var name = random.Next(2) == 0 ? "web" : Pick(random, Names);
        return random.Next(16) switch
        {
            0 => (Pick(random, Methods), $"/compute/v1/projects/{Pick(random, Names)}/{Text(random, 20)}"),
            1 => ("GET", $"{project}/aggregated/{Pick(random, Collections)}{Pick(random, Queries)}"),
            2 => ("POST", "/batch/compute/v1" + Pick(random, Queries)),
            3 => ("GET", $"{zone}/operations/operation-{Pick(random, Operations)}-{random.Next(99)}-{random.Next(99999)}-{name}"),
            4 => (Pick(random, Methods), $"{zone}/{Pick(random, Collections)}/{name}{Pick(random, Tails)}{Pick(random, Queries)}"),
            5 or 6 => ("GET", $"{zone}/{Pick(random, Collections)}{Pick(random, Queries)}"),
            7 => ("DELETE", $"{zone}/instances/{name}{Pick(random, Queries)}"),
            8 or 9 or 10 => ("POST", $"{zone}/instances{Pick(random, Queries)}"),
            _ => ("POST", $"{zone}/instances/{name}{Pick(random, Tails)}{Pick(random, Queries)}"),
        };
    }

    private static string BodyOf(Random random) => random.Next(10) switch
    {
        0 => Text(random, 200),
        1 => new string('[', random.Next(2000)),
        2 => Pick(random, Values),
        3 => $"--b\n\n\n{Pick(random, Methods)} /compute/v1/{Text(random, 30)} HTTP/1.1\n\n{Text(random, 20)}\n--b--",
        4 or 5 => $$"""{"name":"web","machineType":"e2-small","{{Pick(random, Members)}}":{{Pick(random, Values)}} }""",
        _ => "{" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{Pick(random, Members)}\":{Pick(random, Values)}")) + Pick(random, (string[])["}", "}", "}", "}", "", "}}"]),
    };

    private static string Text(Random random, int longest)
    {
        var text = new StringBuilder();
        for (var i = random.Next(longest); i > 0; i--)
        {
            text.Append((char)random.Next(0x21, 0x7f));
        }

        // What would end the path, or be no escape.
        return text.Replace("?", "").Replace("#", "").Replace("%", "").ToString();
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
