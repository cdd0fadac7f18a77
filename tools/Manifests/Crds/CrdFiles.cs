using System.Text.Json.Nodes;
using ComputeOperator.Manifests.Output;

namespace ComputeOperator.Manifests.Crds;

/// <summary><c>config/crd</c>: one file per kind, and the kustomization that lists them.</summary>
internal static class CrdFiles
{
    public const string Folder = "config/crd";

    public static IEnumerable<GeneratedFile> Of(Sources sources)
    {
        var definitions = new CustomResourceDefinitions(sources.Descriptions);
        var files = sources.Kinds
            .Select(kind => GeneratedFile.Yaml($"{Folder}/{CustomResourceDefinitions.NameOf(kind)}.yaml", definitions.Of(kind)))
            .ToList();
        return files.Append(Kustomization(files));
    }

    private static GeneratedFile Kustomization(IEnumerable<GeneratedFile> files) => GeneratedFile.Yaml(
        $"{Folder}/kustomization.yaml",
        new JsonObject
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["resources"] = new JsonArray([.. files.Select(f => JsonValue.Create(Path.GetFileName(f.Path)))]),
        });
}
