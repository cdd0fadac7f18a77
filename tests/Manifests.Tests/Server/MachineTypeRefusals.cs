namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>At least one case for each thing that the schema of MachineType refuses.</summary>
internal static class MachineTypeRefusals
{
    private const string Pattern = @"should match '^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|[eE][-+]?[0-9]+)?$'";
    private const string NameRule = "metadata.name must be at most 63 lower-case letters, digits and '-', with no '-' at either end";
    private const string VcpusRule = "spec.vcpus must be more than 0 and at most 1024, such as 2 or 250m";
    private const string MemoryRule = "spec.memory must be from 1Mi to 64Ti, such as 4Gi";
    private const string DiskRule = "spec.disk must be from 1Mi to 64Ti, such as 10Gi";

    public static IReadOnlyList<Refusal> OnCreate { get; } =
    [
        Refusal.ByRule(NameRule, """{"metadata":{"name":"e2.micro"}}"""),
        Refusal.ByRule(NameRule, Refusal.Name(new('a', 64))),
        new("spec required", """{"spec":null}""", "spec: Required value"),
        new("spec.vcpus required", """{"spec":{"vcpus":null}}""", "spec.vcpus: Required value"),
        new("spec.memory required", """{"spec":{"memory":null}}""", "spec.memory: Required value"),
        Refusal.ByRule(VcpusRule, """{"spec":{"vcpus":0}}"""),
        Refusal.ByRule(VcpusRule, """{"spec":{"vcpus":"0"}}"""),
        Refusal.ByRule(VcpusRule, """{"spec":{"vcpus":"1025"}}"""),
        Refusal.ByRule(VcpusRule, """{"spec":{"vcpus":"1e30"}}"""),
        Refusal.ByRule(MemoryRule, """{"spec":{"memory":"1023Ki"}}"""),
        Refusal.ByRule(MemoryRule, """{"spec":{"memory":"65Ti"}}"""),
        Refusal.ByRule(DiskRule, """{"spec":{"disk":0}}"""),
        Refusal.ByRule(DiskRule, """{"spec":{"disk":"1Pi"}}"""),
        .. Quantity("vcpus"),
        .. Quantity("memory"),
        .. Quantity("disk"),
        new("spec.description maxLength", Refusal.Spec("description", new string('d', 257)),
            "spec.description: Too long: may not be more than 256 bytes"),
    ];

    private static IEnumerable<Refusal> Quantity(string field) =>
    [
        new($"spec.{field} pattern", Refusal.Spec(field, "-1"), $"spec.{field}: Invalid value: \"-1\": spec.{field} in body {Pattern}"),
        new($"spec.{field} pattern", Refusal.Spec(field, "lots"), $"spec.{field}: Invalid value: \"lots\": spec.{field} in body {Pattern}"),
        new($"spec.{field} minimum", Refusal.Spec(field, -1), $"spec.{field}: Invalid value: -1: spec.{field} in body should be greater than or equal to 0"),
        new($"spec.{field} anyOf", Refusal.Spec(field, true), $"spec.{field} in body must be of type integer,string: \"boolean\""),
    ];
}
