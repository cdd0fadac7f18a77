using System.Globalization;
using System.Runtime.CompilerServices;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>A tenant, and a namespace of the same name, which one test works in by a dialect that has tenants.</summary>
internal sealed class DialectTenant(GatewayCluster shared, string name, GatewayProcess gateway) : IDisposable
{
    private readonly Rest _rest = new(gateway.Address);

    public string Name { get; } = name;

    public Kubectl Kubectl => shared.Kubectl;

    /// <summary>A tenant of its own.</summary>
    /// <param name="atOnce">Whether changes are answered at once, and unknown tenants refused.</param>
    /// <param name="spec">More of the Tenant's spec, in JSON.</param>
    /// <param name="test">The test.</param>
    public static async Task<DialectTenant> OpenAsync(bool atOnce = false, string spec = "", [CallerMemberName] string test = "")
    {
        var shared = await GatewayCluster.GetAsync();
        var name = await shared.Cluster.Plane.NewNamespaceAsync(test);
        (await shared.Kubectl.ApplyAsync(
            $$$"""{"apiVersion":"compute.iaas.dev/v1","kind":"Tenant","metadata":{"name":"{{{name}}}"},"spec":{"namespaces":["{{{name}}}"]{{{spec}}}}}""")).Succeeded();
        return new(shared, name, atOnce ? shared.Lenient : shared.Gateway);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? tenant = null) =>
        _rest.SendAsync(method, path, body, headers: ("X-Tenant-ID", tenant ?? Name));

    /// <summary>Waits until the answer at <paramref name="path"/> has <paramref name="value"/> at <paramref name="member"/>.</summary>
    public Task<Answer> ShowsAsync(string path, string member, string value) => Eventually.Returns(
        async () => await GetAsync(path) is var answer && answer.Status == System.Net.HttpStatusCode.OK && answer.Get(member) == value ? answer : null,
        what: string.Create(CultureInfo.InvariantCulture, $"{path} shows {member}={value}"));

    /// <summary>Creates or changes the instance <paramref name="id"/> with kubectl.</summary>
    public async Task ApplyAsync(string id, string spec) => (await Kubectl.ApplyAsync(
        $$$"""{"apiVersion":"compute.iaas.dev/v1","kind":"Instance","metadata":{"name":"{{{id}}}","namespace":"{{{Name}}}"},"spec":{{{spec}}}}""")).Succeeded();

    /// <summary>What kubectl says of the instance <paramref name="id"/>.</summary>
    public async Task<string> SeenAsync(string id, string jsonPath) =>
        (await Kubectl.RunAsync("get", "instance", id, "-n", Name, "-o", $"jsonpath={jsonPath}")).Succeeded();

    public void Dispose() => _rest.Dispose();
}
