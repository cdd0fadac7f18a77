using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Manifests.Output;
using ComputeOperator.Manifests.Rbac;
using ComputeOperator.Manifests.Tests.Samples;

namespace ComputeOperator.Manifests.Tests.Rbac;

public sealed class RbacFilesTests
{
    [Fact]
    public void Rights_on_one_resource_merge_and_equal_rights_share_a_rule()
    {
        var rights = Right.Of(typeof(Reader)).Concat(Right.Of(typeof(Writer)));

        const string expected = """
            - apiGroups:
              - ''
              resources:
              - pods/log
              verbs:
              - get
            - apiGroups:
              - samples.example
              resources:
              - gadgets
              - widgets
              verbs:
              - get
              - list
              - patch
              - watch
            - apiGroups:
              - samples.example
              resources:
              - gadgets/status
              verbs:
              - patch

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), YamlText.Of(PolicyRules.Of(rights)));
    }

    [Fact]
    public void Rights_on_one_object_are_a_rule_of_their_own()
    {
        const string expected = """
            - apiGroups:
              - samples.example
              resources:
              - gadgets
              verbs:
              - create
            - apiGroups:
              - samples.example
              resourceNames:
              - one
              resources:
              - gadgets
              verbs:
              - get
              - patch

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), YamlText.Of(PolicyRules.Of(Right.Of(typeof(Owner)))));
    }

    [Fact]
    public void Nobody_can_be_allowed_to_create_one_name_alone()
    {
        var failure = Assert.Throws<ManifestException>(() => Right.Of(typeof(Founder)).ToList());

        Assert.Equal("Founder: [EntityRbac] allows to create one; a right to create cannot be had for one name.", failure.Message);
    }

    [Fact]
    public void The_order_of_marks_does_not_matter()
    {
        var rights = Right.Of(typeof(Reader)).Concat(Right.Of(typeof(Writer))).ToArray();

        Assert.Equal(YamlText.Of(PolicyRules.Of(rights)), YamlText.Of(PolicyRules.Of(rights.Reverse())));
    }

    [Theory]
    [InlineData(typeof(EveryGroup))]
    [InlineData(typeof(EveryResource))]
    public void Wildcards_are_refused(Type type)
    {
        var failure = Assert.Throws<ManifestException>(() => Right.Of(type).ToList());

        Assert.Equal($"{type.Name}: [GenericRbac] has a wildcard; name what is needed.", failure.Message);
    }

    [Fact]
    public void A_mark_must_name_a_kind()
    {
        var failure = Assert.Throws<ManifestException>(() => Right.Of(typeof(NoKind)).ToList());

        Assert.Equal("NoKind: [EntityRbac] names Part, which is not a [KubernetesEntity].", failure.Message);
    }

    [EntityRbac(typeof(Gadget), Verbs = RbacVerbs.Get | RbacVerbs.List)]
    [EntityRbac(typeof(Widget), Verbs = RbacVerbs.Get | RbacVerbs.List | RbacVerbs.Watch | RbacVerbs.Patch)]
    private static class Reader;

    [EntityRbac(typeof(Gadget), Verbs = RbacVerbs.Watch | RbacVerbs.Patch)]
    [EntityRbac(typeof(Gadget), Subresource = "status", Verbs = RbacVerbs.Patch)]
    [GenericRbac(Group = "", Resource = "pods/log", Verbs = RbacVerbs.Get)]
    private static class Writer;

    [GenericRbac(Group = "*", Resource = "pods", Verbs = RbacVerbs.Get)]
    private static class EveryGroup;

    [GenericRbac(Group = "", Resource = "*", Verbs = RbacVerbs.Get)]
    private static class EveryResource;

    [EntityRbac(typeof(Gadget), Verbs = RbacVerbs.Get, ResourceName = "one")]
    [EntityRbac(typeof(Gadget), Verbs = RbacVerbs.Patch, ResourceName = "one")]
    [EntityRbac(typeof(Gadget), Verbs = RbacVerbs.Create)]
    private static class Owner;

    [EntityRbac(typeof(Gadget), Verbs = RbacVerbs.Create | RbacVerbs.Get, ResourceName = "one")]
    private static class Founder;

    [EntityRbac(typeof(Part), Verbs = RbacVerbs.Get)]
    private static class NoKind;
}
