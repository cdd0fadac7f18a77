using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Manifests.Output;
using ComputeOperator.Manifests.Schema;
using ComputeOperator.Manifests.XmlDocs;

namespace ComputeOperator.Manifests.Tests.Config;

public sealed class RepositoryTests
{
    private static readonly Sources Sources = Sources.OfThisRepository();

    public static TheoryData<string> Kinds => [.. Sources.Kinds.Select(kind => kind.Entity.Kind)];

    [Fact]
    public void Nothing_generated_is_stale()
    {
        Assert.Empty(Workspace.Containing(AppContext.BaseDirectory).Compare(ManifestTool.Generate(Sources)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_schema_has_the_names_that_are_written_as_json(string kind)
    {
        var type = Sources.Kinds.Single(k => k.Entity.Kind == kind).Type;
        var schema = new SchemaBuilder(new Descriptions(), []).OfObject(type);

        Assert.Equal(JsonPaths(type).Order(), SchemaPaths(schema).Order());
    }

    [Fact]
    public void The_defaults_of_the_schema_are_those_of_the_types()
    {
        Assert.Empty(DifferentDefaults(new InstanceSpec { MachineType = "small" }));
        Assert.Empty(DifferentDefaults(new StopPolicy()));
        Assert.Empty(DifferentDefaults(new MachineTypeSpec { Vcpus = Quantity.Parse("1"), Memory = Quantity.Parse("1Gi") }));
        Assert.Empty(DifferentDefaults(new TenantSpec { Namespaces = ["*"] }));
    }

    private static IEnumerable<string> DifferentDefaults(object value)
    {
        var json = JsonSerializer.SerializeToNode(value, EntitiesJsonContext.Default.Options.GetTypeInfo(value.GetType()))!;
        return from field in EntityField.Of(value.GetType())
               let declared = (DefaultAttribute?)Attribute.GetCustomAttribute(field.Property, typeof(DefaultAttribute))
               where declared is not null && declared.Json != "{}"
               where !JsonNode.DeepEquals(JsonNode.Parse(declared.Json), json[field.Name])
               select $"{field}: {declared.Json} in the schema, {json[field.Name]} in C#";
    }

    private static IEnumerable<string> SchemaPaths(JsonObject schema) =>
        (schema["properties"] as JsonObject ?? []).SelectMany(property =>
        {
            var field = (JsonObject)property.Value!;
            var below = (field["items"] ?? field["additionalProperties"]) as JsonObject ?? field;
            return SchemaPaths(below).Select(path => $"{property.Key}.{path}").Append(property.Key);
        });

    private static IEnumerable<string> JsonPaths(Type type)
    {
        var contract = EntitiesJsonContext.Default.Options.GetTypeInfo(type);
        return contract.Kind switch
        {
            JsonTypeInfoKind.Object => contract.Properties.SelectMany(property =>
                JsonPaths(property.PropertyType).Select(path => $"{property.Name}.{path}").Append(property.Name)),
            JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary => JsonPaths(contract.ElementType!),
            _ => [],
        };
    }
}
