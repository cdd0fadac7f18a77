using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>What a credential program answered (<c>client.authentication.k8s.io ExecCredential</c>).</summary>
internal sealed record ExecCredential(Credential Credential, DateTimeOffset? Expires)
{
    /// <summary>What the program is told of the cluster, and that nobody is there to answer questions.</summary>
    public static ReadOnlySpan<byte> Request(ExecPluginSettings settings)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(text);
        writer.WriteStartObject();
        writer.WriteString("kind", "ExecCredential");
        writer.WriteString("apiVersion", settings.ApiVersion);
        writer.WriteStartObject("spec");
        settings.Cluster?.Write(writer);
        writer.WriteBoolean("interactive", false);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return text.WrittenSpan;
    }

    public static ExecCredential Parse(string output, ExecPluginSettings settings)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (Text(root, "apiVersion") != settings.ApiVersion || Text(root, "kind") != "ExecCredential")
            {
                throw settings.Error($"answered {Text(root, "apiVersion")} {Text(root, "kind")}, but {settings.ApiVersion} ExecCredential is expected", null);
            }

            return root.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object
                ? Parse(status, settings)
                : throw settings.Error("answered no status", null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The answer holds secrets: its text does not go into the message.
            throw settings.Error("answered what is not an ExecCredential in JSON", e);
        }
    }

    private static ExecCredential Parse(JsonElement status, ExecPluginSettings settings)
    {
        var token = Text(status, "token");
        var certificate = Text(status, "clientCertificateData");
        var key = Text(status, "clientKeyData");
        if (token is null && certificate is null)
        {
            throw settings.Error("answered neither a token nor a client certificate", null);
        }

        var chain = certificate is null ? null : Pem.CertificateWithKey(
            Encoding.ASCII.GetBytes(certificate), Encoding.ASCII.GetBytes(key ?? ""), problem => settings.Error(problem, null));
        DateTimeOffset? expires = status.TryGetProperty("expirationTimestamp", out var at) && at.ValueKind != JsonValueKind.Null
            ? at.GetDateTimeOffset()
            : null;
        return new(new Credential(token is null ? null : new AuthenticationHeaderValue("Bearer", token), chain), expires);
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;
}
