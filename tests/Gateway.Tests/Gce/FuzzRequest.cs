using System.Text;

namespace ComputeOperator.Gateway.Tests.Gce;

/// <summary>A request made of pieces that fit and pieces that do not.</summary>
internal sealed record FuzzRequest(string Method, string Path, string? Body, string? ContentType, (string Name, string Value)[] Headers)
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "POST", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "BREW"];

    private static readonly string[] Names =
        ["web", "web-1", "w", "WEB", "a_b", "-a", "a-", "1", "18446744073709551615", "99999999999999999999", "0", "..", "%2E%2E", "a%2Fb", "%20", "a%0Ab", "%F0%9F%98%80", "ä", "*", "a b", "a;b", "a'b", "a\\b", "%25", "{x}", "$(id)", "%C0%AF", "null"];

    private static readonly string[] Zones = ["us-central1-a", "us-central1-a", "us-central1-a", "europe-west1-b", "*", "%2A", "mars", "US-CENTRAL1-A", "-", "", "us-central1-a%00x".Replace("%00", "%01", StringComparison.Ordinal)];

    private static readonly string[] Tails =
    [
        "", "/start", "/stop", "/reset", "/suspend", "/resume", "/setLabels", "/setTags", "/setMetadata", "/setMachineType", "/setDeletionProtection", "/serialPort",
        "/updateShieldedInstanceConfig", "/explode", "/",
    ];

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

    private static readonly string[] HeaderNames = ["X-Request-Id", "Authorization", "If-Match", "X-HTTP-Method-Override", "Accept", "Host", "Content-Encoding", "Expect", "X-Forwarded-For"];

    public static FuzzRequest Next(Random random, string ns) => new(
        Pick(random, Methods), Path0(random, ns), random.Next(3) == 0 ? null : Body0(random), Pick(random, ContentTypes),
        random.Next(4) == 0 ? [(Pick(random, HeaderNames.Where(name => name is not ("Host" or "Expect")).ToArray()), Text(random, 40))] : []);

    private static string Path0(Random random, string ns) => random.Next(12) switch
    {
        0 => $"/compute/v1/projects/{Pick(random, Names)}/{Text(random, 20)}",
        1 => $"/compute/v1/projects/{ns}/aggregated/{Pick(random, Collections)}{Pick(random, Queries)}",
        2 => "/batch/compute/v1" + Pick(random, Queries),
        3 => $"/compute/v1/projects/{ns}/zones/{Pick(random, Zones)}/operations/operation-{Pick(random, (string[])["insert", "stop", "fly", "setlabels", "stoprefused"])}-{random.Next(99)}-{random.Next(99999)}-{Pick(random, Names)}{Pick(random, (string[])["", "", "/x"])}",
        _ => $"/compute/v1/projects/{ns}/zones/{Pick(random, Zones)}/{Pick(random, Collections)}/{Pick(random, Names)}{Pick(random, Tails)}{Pick(random, Queries)}",
    };

    private static string Body0(Random random) => random.Next(10) switch
    {
        0 => Text(random, 200),
        1 => new string('[', random.Next(2000)),
        2 => Pick(random, Values),
        3 => $"--b\n\n\n{Pick(random, Methods)} /compute/v1/{Text(random, 30)} HTTP/1.1\n\n{Text(random, 20)}\n--b--",
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
