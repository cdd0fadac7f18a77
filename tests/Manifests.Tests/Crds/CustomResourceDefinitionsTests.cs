using ComputeOperator.Manifests.Crds;
using ComputeOperator.Manifests.Output;
using ComputeOperator.Manifests.Tests.Samples;
using ComputeOperator.Manifests.XmlDocs;

namespace ComputeOperator.Manifests.Tests.Crds;

public sealed class CustomResourceDefinitionsTests
{
    private static readonly CustomResourceDefinitions Definitions = new(new Descriptions());

    [Fact]
    public void The_definition_says_what_the_attributes_say()
    {
        const string expected = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: gadgets.samples.example
            spec:
              group: samples.example
              names:
                kind: Gadget
                listKind: GadgetList
                plural: gadgets
                singular: gadget
                shortNames:
                - gd
                - gdg
                categories:
                - all
              scope: Cluster
              versions:
              - name: v1alpha1
                served: true
                storage: true
                additionalPrinterColumns:
                - name: Phase
                  type: string
                  jsonPath: .status.phase
                  description: Where it is.
                  priority: 1
                selectableFields:
                - jsonPath: .spec.text
                subresources:
                  status: {}
                schema:
                  openAPIV3Schema:
                    description: A thing with every sort of field.
                    type: object
                    properties:
                      apiVersion:
                        type: string
                      kind:
                        type: string
                      metadata:
                        type: object
                        properties:
                          name:
                            type: string
                      spec:
                        description: What is wanted of a gadget.
            """;

        Assert.StartsWith(expected.ReplaceLineEndings("\n"), YamlText.Of(Definitions.Of(KindOf<Gadget>())), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_of_a_type_is_on_its_field_and_rules_of_the_kind_are_on_the_root()
    {
        const string expected = """
                        default:
                          phase: Unseen
                    required:
                    - spec
                    x-kubernetes-validations:
                    - rule: self.metadata.name != 'none'
                      message: metadata.name must not be none
                      fieldPath: .metadata.name

            """;

        Assert.EndsWith(expected.ReplaceLineEndings("\n"), YamlText.Of(Definitions.Of(KindOf<Gadget>())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_without_status_has_no_status_subresource()
    {
        var text = YamlText.Of(Definitions.Of(KindOf<Widget>()));

        Assert.DoesNotContain("subresources", text, StringComparison.Ordinal);
        Assert.Contains("scope: Namespaced", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_cannot_be_said_is_named_at_once()
    {
        var failure = Assert.Throws<ManifestException>(() => Definitions.Of(KindOf<Mistake>()));

        Assert.Equal(
            [
                "MistakeSpec.Undocumented: the <summary> is missing; it becomes the field's description.",
                "MistakeSpec.Duration: the type TimeSpan has no schema; use text, numbers, enums, Quantity, DateTimeOffset, records, lists or maps.",
                "MistakeSpec.Anything: the type JsonElement has no schema; use text, numbers, enums, Quantity, DateTimeOffset, records, lists or maps.",
                "MistakeSpec.ByNumber: the type IReadOnlyDictionary`2 has no schema; use text, numbers, enums, Quantity, DateTimeOffset, records, lists or maps.",
                "MistakeSpec.Verbs: the type RbacVerbs has no schema; use text, numbers, enums, Quantity, DateTimeOffset, records, lists or maps.",
                "MistakeSpec.Number: pattern does not apply to Int32.",
                "MistakeSpec.Text: minimum does not apply to String.",
                "MistakeSpec.Counted: a number of items does not apply to String.",
                "MistakeSpec.Listed: a list type does not apply to String.",
                "MistakeSpec.Whole: atomic does not apply to String; a list has a list type.",
                "MistakeSpec.Again: the type MistakeSpec contains itself, which a structural schema cannot say.",
                "Mistake: there is no field .spec.nothing.",
                "Mistake: there is no field .status.missing.",
            ],
            failure.Problems);
    }

    [Fact]
    public void Kinds_are_found_by_group_and_ordered_by_plural()
    {
        var kinds = EntityKind.In(typeof(Gadget).Assembly, "samples.example");

        Assert.Equal([typeof(Gadget), typeof(Widget)], kinds.Select(kind => kind.Type));
    }

    private static EntityKind KindOf<T>() => EntityKind.Find(typeof(T))!;
}
