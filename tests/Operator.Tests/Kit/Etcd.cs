using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>Looks below the API server.</summary>
internal static class Etcd
{
    /// <summary>How often each Instance of a namespace has been written since it was made, by etcd's own count.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> WritesAsync(ControlPlane plane, string ns)
    {
        var prefix = $"/registry/compute.iaas.dev/instances/{ns}/";
        var port = (await File.ReadAllTextAsync(Path.Combine(plane.Folder, "etcd.port"))).Trim();
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(
            new Uri($"http://127.0.0.1:{port}/v3/kv/range"),
            // From the prefix up to the first key after it: '0' follows '/'.
            new { key = Base64(prefix), range_end = Base64(prefix[..^1] + "0"), keys_only = true });
        var keys = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["kvs"]?.AsArray() ?? [];
        return keys.ToDictionary(
            key => Encoding.UTF8.GetString(Convert.FromBase64String(key!["key"]!.GetValue<string>()))[prefix.Length..],
            key => int.Parse(key!["version"]!.GetValue<string>(), CultureInfo.InvariantCulture));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
