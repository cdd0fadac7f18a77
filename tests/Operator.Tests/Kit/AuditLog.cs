using System.Text;
using System.Text.Json.Nodes;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>One call as the API server saw it.</summary>
internal sealed record Call(
    string User, string Verb, string Group, string Resource, string Namespace, string Name, int Code, DateTimeOffset Received)
{
    public bool IsWrite => Verb is "create" or "update" or "patch" or "delete" or "deletecollection";

    public bool Succeeded => Code is >= 200 and < 300;

    public override string ToString() => $"{Received:HH:mm:ss.fff} {User} {Verb} {Resource} {Namespace}/{Name} {Code}";
}

/// <summary>The API server's own record of who called what: independent of anything the operator says of itself.</summary>
internal sealed class AuditLog(string file)
{
    private readonly Lock _gate = new();
    private readonly List<Call> _calls = [];
    private long _read;

    /// <summary>Every call so far, in order of arrival; a watch counts when it begins.</summary>
    public IReadOnlyList<Call> Calls()
    {
        lock (_gate)
        {
            ReadOn();
            return [.. _calls.OrderBy(call => call.Received)];
        }
    }

    /// <summary>The writes of a user to Instances and Tenants.</summary>
    public IReadOnlyList<Call> InstanceWrites(string user) =>
        [.. Calls().Where(call => call is { Group: "compute.iaas.dev", IsWrite: true } && call.User == user)];

    /// <summary>
    /// The writes of a user to Instances and Tenants that arrived after a moment. A call that has been answered is here: the server writes
    /// its line before it ends the answer. A watch does not wait for that: what it has shown has arrived, but its line may be missing still.
    /// </summary>
    public IReadOnlyList<Call> InstanceWritesSince(string user, DateTimeOffset moment) =>
        [.. InstanceWrites(user).Where(call => call.Received > moment)];

    private void ReadOn()
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _read;
        var bytes = new byte[stream.Length - _read];
        stream.ReadExactly(bytes);
        // The last line may be half written.
        var whole = bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
        _read += whole.Length;
        _calls.AddRange(Encoding.UTF8.GetString(whole).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<Call>());
    }

    private static Call? Read(string line)
    {
        var entry = JsonNode.Parse(line)!;
        var verb = Text(entry["verb"]);
        if (Text(entry["stage"]) != (verb == "watch" ? "ResponseStarted" : "ResponseComplete"))
        {
            return null;
        }

        var target = entry["objectRef"];
        var resource = Text(target?["resource"]) + (target?["subresource"] is { } sub ? "/" + Text(sub) : "");
        return new(
            Text(entry["user"]?["username"]), verb, Text(target?["apiGroup"]), resource, Text(target?["namespace"]), Text(target?["name"]),
            entry["responseStatus"]?["code"]?.GetValue<int>() ?? 0, entry["requestReceivedTimestamp"]!.GetValue<DateTimeOffset>());
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
