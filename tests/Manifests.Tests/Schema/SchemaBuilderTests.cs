using ComputeOperator.Manifests.Output;
using ComputeOperator.Manifests.Schema;
using ComputeOperator.Manifests.Tests.Samples;
using ComputeOperator.Manifests.XmlDocs;

namespace ComputeOperator.Manifests.Tests.Schema;

public sealed class SchemaBuilderTests
{
    public static TheoryData<string, string> Fields => new()
    {
        { "text", "description: A text.\ntype: string\nminLength: 1\nmaxLength: 8\npattern: '^[a-z]+$'\n" },
        { "optional", "description: May be absent.\ntype: string\n" },
        { "defaulted", "description: Required by C# but defaulted by the API server.\ntype: string\ndefault: x\n" },
        {
            "count", """
            description: A number.
            type: integer
            format: int32
            minimum: 1
            maximum: 2.5
            x-kubernetes-validations:
            - rule: self == oldSelf
              message: spec.count is immutable

            """
        },
        { "total", "description: A large number.\ntype: integer\nformat: int64\n" },
        { "enabled", "description: A switch.\ntype: boolean\ndefault: false\n" },
        {
            "amount", """
            description: An amount.
            anyOf:
            - type: integer
            - type: string
            minimum: 0
            pattern: '^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|[eE][-+]?[0-9]+)?$'
            x-kubernetes-int-or-string: true

            """
        },
        {
            "at", """
            description: An instant.
            type: string
            format: date-time
            pattern: '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))$'

            """
        },
        {
            "shade", """
            description: |-
              A choice.
              - Light: Much light.
              - DARK: Little light.
            type: string
            enum:
            - Light
            - DARK

            """
        },
        { "URL", "description: Named otherwise in JSON.\ntype: string\n" },
        {
            "labels", """
            description: Texts by key.
            type: object
            additionalProperties:
              type: string
              maxLength: 16
            minProperties: 1
            maxProperties: 4

            """
        },
        {
            "tags", """
            description: Texts, each once.
            type: array
            items:
              type: string
              pattern: '^[a-z]$'
            maxItems: 3
            x-kubernetes-list-type: set

            """
        },
        {
            "parts", """
            description: Parts by name.
            type: array
            items:
              type: object
              properties:
                name:
                  description: Its name.
                  type: string
                kind:
                  description: Its kind.
                  type: string
              required:
              - name
              - kind
              x-kubernetes-validations:
              - rule: self.name != self.kind
                message: name and kind must differ
            x-kubernetes-list-map-keys:
            - name
            - kind
            x-kubernetes-list-type: map

            """
        },
        {
            "lines", """
            description: Lines, each as a whole.
            type: array
            items:
              type: object
              properties:
                text:
                  description: What it says.
                  type: string
              x-kubernetes-map-type: atomic
            x-kubernetes-list-type: atomic

            """
        },
        {
            "numbers", """
            description: Numbers in a row.
            type: array
            items:
              type: integer
              format: int32
            x-kubernetes-list-type: atomic

            """
        },
        {
            "sizes", """
            description: Sizes by name, each a line of text.
            type: object
            additionalProperties:
              type: string
              pattern: '^[0-9]+x[0-9]+$'

            """
        },
        {
            "whole", """
            description: A part, as a whole.
            type: object
            properties:
              name:
                description: Its name.
                type: string
              kind:
                description: Its kind.
                type: string
            required:
            - name
            - kind
            x-kubernetes-validations:
            - rule: self.name != self.kind
              message: name and kind must differ
            x-kubernetes-map-type: atomic

            """
        },
        {
            "counts", """
            description: Counts by name, as a whole.
            type: object
            additionalProperties:
              type: integer
              format: int32
            x-kubernetes-map-type: atomic

            """
        },
        { "config", "description: Anything.\ntype: object\nx-kubernetes-preserve-unknown-fields: true\nx-kubernetes-map-type: atomic\n" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_has_the_schema_that_its_type_and_attributes_say(string name, string expected)
    {
        var schema = SchemaOf(typeof(GadgetSpec));

        Assert.Equal(expected.ReplaceLineEndings("\n"), YamlText.Of(schema["properties"]![name]!));
    }

    [Fact]
    public void The_fields_are_those_in_json_in_the_order_of_declaration()
    {
        var names = SchemaOf(typeof(GadgetSpec))["properties"]!.AsObject().Select(property => property.Key);

        Assert.Equal(Fields.Select(row => (string)row[0]), names);
    }

    [Fact]
    public void Only_what_has_no_default_is_required()
    {
        Assert.Equal("- text\n", YamlText.Of(SchemaOf(typeof(GadgetSpec))["required"]!));
    }

    [Fact]
    public void Rules_of_a_type_are_on_its_object()
    {
        const string expected = """
            - rule: self.count > 0 || has(self.text)
              message: spec.text is required without spec.count
              reason: FieldValueRequired

            """;

        Assert.Equal(expected.ReplaceLineEndings("\n"), YamlText.Of(SchemaOf(typeof(GadgetSpec))["x-kubernetes-validations"]!));
    }

    private static System.Text.Json.Nodes.JsonObject SchemaOf(Type type)
    {
        var problems = new List<string>();
        var schema = new SchemaBuilder(new Descriptions(), problems).OfObject(type);
        Assert.Empty(problems);
        return schema;
    }
}
