namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>At least one case for each thing that the schema of Instance refuses.</summary>
internal static class InstanceRefusals
{
    private const string LowerCaseName = "'^[a-z]([-a-z0-9]*[a-z0-9])?$'";

    private const string NameRule =
        "metadata.name must be at most 63 characters: a lower-case letter first, then lower-case letters, digits and '-', and no '-' at the end";

    private const string ImageRule = "spec.image is immutable: delete the Instance and create it anew from another image";
    private const string ProviderRule = "spec.provider is immutable: delete the Instance and create it anew with another provider";

    /// <summary>Refused when a new Instance is like this.</summary>
    public static IReadOnlyList<Refusal> OnCreate { get; } =
    [
        Refusal.ByRule(NameRule, """{"metadata":{"name":"1st"}}"""),
        Refusal.ByRule(NameRule, """{"metadata":{"name":"web.1"}}"""),
        Refusal.ByRule(NameRule, Refusal.Name(Repeat('a', 64))),
        Refusal.ByRule("spec.parent must name another Instance, not this one", """{"metadata":{"name":"self"},"spec":{"parent":"self"}}"""),
        Refusal.ByRule("spec.image is required unless spec.provider is simulated", """{"spec":{"provider":"pod","image":null}}"""),
        new("spec required", """{"spec":null}""", "spec: Required value"),
        new("spec.machineType required", """{"spec":{"machineType":null}}""", "spec.machineType: Required value"),
        Text("spec.machineType minLength", "", "should be at least 1 chars long"),
        Text("spec.machineType maxLength", Repeat('m', 64), "may not be more than 63 bytes"),
        Text("spec.machineType pattern", "E2_medium", "should match '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'"),
        Text("spec.image minLength", "", "should be at least 1 chars long"),
        Text("spec.image maxLength", Repeat('i', 513), "may not be more than 512 bytes"),
        Text("spec.provider minLength", "", "should be at least 1 chars long"),
        Text("spec.provider maxLength", Repeat('p', 64), "may not be more than 63 bytes"),
        Text("spec.provider pattern", "Pod", $"should match {LowerCaseName}"),
        Text("spec.tenant minLength", "", "should be at least 1 chars long"),
        Text("spec.tenant maxLength", Repeat('t', 64), "may not be more than 63 bytes"),
        Text("spec.tenant pattern", "acme.com", "should match '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'"),
        Text("spec.zone maxLength", Repeat('z', 64), "may not be more than 63 bytes"),
        Text("spec.zone pattern", "us-central1", "should match '^[a-z]+-[a-z]+[0-9]+-[a-z]$'"),
        Text("spec.parent minLength", "", "should be at least 1 chars long"),
        Text("spec.parent maxLength", Repeat('p', 64), "may not be more than 63 bytes"),
        Text("spec.parent pattern", "-a", $"should match {LowerCaseName}"),
        Text("spec.description maxLength", Repeat('d', 2049), "may not be more than 2048 bytes"),
        Choice("spec.type", "\"VirtualMachine\", \"Container\""),
        Choice("spec.powerState", "\"Running\", \"Stopped\", \"Suspended\""),
        Choice("spec.restartMode", "\"Graceful\", \"Hard\""),
        Choice("spec.scope", "\"Global\", \"Project\", \"Orchestration\""),
        new("spec.stopPolicy.mode enum", """{"spec":{"stopPolicy":{"mode":"X"}}}""",
            "spec.stopPolicy.mode: Unsupported value: \"X\": supported values: \"Graceful\", \"Force\""),
        new("spec.stopPolicy.gracePeriodSeconds minimum", """{"spec":{"stopPolicy":{"gracePeriodSeconds":-1}}}""",
            "spec.stopPolicy.gracePeriodSeconds: Invalid value: -1: spec.stopPolicy.gracePeriodSeconds in body should be greater than or equal to 0"),
        new("spec.stopPolicy.gracePeriodSeconds maximum", """{"spec":{"stopPolicy":{"gracePeriodSeconds":3601}}}""",
            "spec.stopPolicy.gracePeriodSeconds: Invalid value: 3601: spec.stopPolicy.gracePeriodSeconds in body should be less than or equal to 3600"),
        Text("spec.restartedAt date-time", "yesterday", "must be of type date-time"),
        Text("spec.restartedAt pattern", "0000-01-01T00:00:00Z", "should match"),
        Text("spec.restartedAt pattern", "2026-01-01T00:00:00+99:99", "should match"),
        Text("spec.restartedAt pattern", "2026-01-01t00:00:00z", "should match"),
        Refusal.ByRule("spec.metadata keys must be 1 to 128 letters, digits, '-' and '_'", """{"spec":{"metadata":{"startup script":"x"}}}"""),
        Refusal.ByRule("spec.metadata keys must be 1 to 128 letters, digits, '-' and '_'", Metadata((Repeat('k', 129), ""))),
        Refusal.ByRule("spec.metadata values must be at most 524288 characters in all",
            Metadata(("a", Repeat('v', 200000)), ("b", Repeat('v', 200000)), ("c", Repeat('v', 200000)))),
        new("spec.metadata maxProperties", Metadata([.. Enumerable.Range(0, 257).Select(i => ($"k{i}", ""))]),
            "spec.metadata: Too many: 257: must have at most 256 items"),
        new("spec.metadata{} maxLength", Metadata(("a", Repeat('v', 262145))),
            "spec.metadata.a: Too long: may not be more than 262144 bytes"),
        new("spec.tags maxItems", Refusal.Spec("tags", Enumerable.Range(0, 65).Select(i => $"t{i}")), "spec.tags: Too many: 65: must have at most 64 items"),
        new("spec.tags duplicates", """{"spec":{"tags":["a","a"]}}""", "spec.tags[1]: Duplicate value: \"a\""),
        new("spec.tags[] minLength", """{"spec":{"tags":[""]}}""", "spec.tags[0] in body should be at least 1 chars long"),
        new("spec.tags[] maxLength", Refusal.Spec("tags", new[] { Repeat('t', 64) }), "spec.tags[0]: Too long: may not be more than 63 bytes"),
        new("spec.tags[] pattern", """{"spec":{"tags":["HTTP"]}}""", $"spec.tags[0] in body should match {LowerCaseName}"),
    ];

    /// <summary>Refused when an Instance with image, provider, tenant and zone is changed so.</summary>
    public static IReadOnlyList<Refusal> OnUpdate { get; } =
    [
        Refusal.ByRule(ImageRule, """{"spec":{"image":"debian-12"}}"""),
        Refusal.ByRule(ImageRule, """{"spec":{"image":null}}"""),
        Refusal.ByRule(ProviderRule, """{"spec":{"provider":"pod"}}"""),
        Refusal.ByRule(ProviderRule, """{"spec":{"provider":null}}"""),
        Refusal.ByRule("spec.type is immutable: delete the Instance and create it anew with another type", """{"spec":{"type":"Container"}}"""),
        Refusal.ByRule("spec.tenant is immutable: delete the Instance and create it anew for another tenant", """{"spec":{"tenant":"other"}}"""),
        Refusal.ByRule("spec.tenant is immutable: delete the Instance and create it anew for another tenant", """{"spec":{"tenant":null}}"""),
        Refusal.ByRule("spec.zone is immutable: delete the Instance and create it anew in another zone", """{"spec":{"zone":"us-central1-b"}}"""),
    ];

    /// <summary>Refused when an Instance without image and provider is changed so.</summary>
    public static IReadOnlyList<Refusal> OnUpdateOfBare { get; } =
    [
        Refusal.ByRule(ImageRule, """{"spec":{"image":"debian-12"}}"""),
        Refusal.ByRule(ProviderRule, """{"spec":{"provider":"simulated"}}"""),
    ];

    public static IEnumerable<Refusal> All => OnCreate.Concat(OnUpdate).Concat(OnUpdateOfBare);

    private static Refusal Text(string bound, string value, string message)
    {
        var path = bound.Split(' ')[0];
        var full = message.StartsWith("may", StringComparison.Ordinal)
            ? $"{path}: Too long: {message}"
            : $"{path}: Invalid value: \"{value}\": {path} in body {message}";
        return new(bound, Refusal.Spec(FieldOf(path), value), full);
    }

    private static Refusal Choice(string path, string allowed) =>
        new($"{path} enum", Refusal.Spec(FieldOf(path), "X"), $"{path}: Unsupported value: \"X\": supported values: {allowed}");

    private static string Metadata(params (string Key, string Value)[] entries) =>
        Refusal.Spec("metadata", entries.ToDictionary(entry => entry.Key, entry => entry.Value));

    private static string FieldOf(string path) => path["spec.".Length..];

    private static string Repeat(char character, int times) => new(character, times);
}
