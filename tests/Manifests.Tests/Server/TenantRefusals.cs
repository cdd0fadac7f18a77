namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>At least one case for each thing that the schema of Tenant refuses.</summary>
internal static class TenantRefusals
{
    private const string QuantityPattern = @"should match '^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|[eE][-+]?[0-9]+)?$'";
    private const string NamespacePattern = @"should match '^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?(-\*)?)$'";
    private const string NameRule = "metadata.name must be at most 63 lower-case letters, digits and '-', with no '-' at either end";
    private const string VcpusRule = "spec.quota.vcpus must be from 0 to 1000000, such as 64";
    private const string MemoryRule = "spec.quota.memory must be from 0 to 1Ei, such as 256Gi";
    private const string DiskRule = "spec.quota.disk must be from 0 to 1Ei, such as 2Ti";

    public static IReadOnlyList<Refusal> OnCreate { get; } =
    [
        Refusal.ByRule(NameRule, Refusal.Name("acme.com")),
        Refusal.ByRule(NameRule, Refusal.Name(new('a', 64))),
        Refusal.ByRule(NameRule, Refusal.Name(new('a', 253))),
        new("spec required", """{"spec":null}""", "spec: Required value"),
        new("spec.displayName maxLength", Refusal.Spec("displayName", new string('d', 254)), "spec.displayName: Too long: may not be more than 253 bytes"),
        new("spec.namespaces required", """{"spec":{"namespaces":null}}""", "spec.namespaces: Required value"),
        new("spec.namespaces minItems", """{"spec":{"namespaces":[]}}""", "spec.namespaces in body should have at least 1 items"),
        new("spec.namespaces maxItems", Refusal.Spec("namespaces", Enumerable.Range(0, 257).Select(i => $"n{i}")),
            "spec.namespaces: Too many: 257: must have at most 256 items"),
        new("spec.namespaces[] minLength", """{"spec":{"namespaces":[""]}}""", "spec.namespaces[0] in body should be at least 1 chars long"),
        new("spec.namespaces[] maxLength", Refusal.Spec("namespaces", new[] { new string('n', 64) }), "spec.namespaces[0]: Too long: may not be more than 63 bytes"),
        Namespace("Team-A"),
        Namespace("team*"),
        Namespace("*-a"),
        Namespace("**"),
        Namespace("-*"),
        new("spec.quota.instances minimum", Quota("instances", -1), "spec.quota.instances in body should be greater than or equal to 0"),
        new("spec.quota.instances maximum", Quota("instances", 1000001), "spec.quota.instances in body should be less than or equal to 1000000"),
        Refusal.ByRule(VcpusRule, Quota("vcpus", "1000001")),
        Refusal.ByRule(VcpusRule, Quota("vcpus", "1e30")),
        Refusal.ByRule(MemoryRule, Quota("memory", "2Ei")),
        Refusal.ByRule(DiskRule, Quota("disk", "1e30")),
        .. Quantity("vcpus"),
        .. Quantity("memory"),
        .. Quantity("disk"),
        new("spec.credits.granted minimum", """{"spec":{"credits":{"granted":-1}}}""", "spec.credits.granted in body should be greater than or equal to 0"),
        new("spec.credits.granted maximum", """{"spec":{"credits":{"granted":1000000000001}}}""", "spec.credits.granted in body should be less than or equal to 1"),
    ];

    private static Refusal Namespace(string pattern) =>
        new("spec.namespaces[] pattern", Refusal.Spec("namespaces", new[] { pattern }), $"spec.namespaces[0] in body {NamespacePattern}");

    private static IEnumerable<Refusal> Quantity(string field) =>
    [
        new($"spec.quota.{field} pattern", Quota(field, "-1"), $"spec.quota.{field}: Invalid value: \"-1\": spec.quota.{field} in body {QuantityPattern}"),
        new($"spec.quota.{field} pattern", Quota(field, "lots"), $"spec.quota.{field}: Invalid value: \"lots\": spec.quota.{field} in body {QuantityPattern}"),
        new($"spec.quota.{field} minimum", Quota(field, -1), $"spec.quota.{field} in body should be greater than or equal to 0"),
        new($"spec.quota.{field} anyOf", Quota(field, true), $"spec.quota.{field} in body must be of type integer,string: \"boolean\""),
    ];

    private static string Quota(string field, object value) => Refusal.Spec("quota", new Dictionary<string, object> { [field] = value });
}
