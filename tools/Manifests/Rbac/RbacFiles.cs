using System.Text.Json.Nodes;
using ComputeOperator.Manifests.Output;

namespace ComputeOperator.Manifests.Rbac;

/// <summary><c>config/rbac</c>: the operator's roles with their bindings to its service account, and roles for people.</summary>
internal static class RbacFiles
{
    private const string Folder = "config/rbac";
    private const string Api = "rbac.authorization.k8s.io";
    private const string ServiceAccount = "compute-operator";
    private const string OwnNamespace = "compute-system";

    public static IEnumerable<GeneratedFile> Of(Sources sources)
    {
        var rights = sources.Programs.SelectMany(Right.In).ToLookup(right => right.OwnNamespace);
        return
        [
            GeneratedFile.Yaml($"{Folder}/cluster_role.yaml", Role("ClusterRole", ServiceAccount, null, rights[false])),
            GeneratedFile.Yaml($"{Folder}/cluster_role_binding.yaml", Binding("ClusterRole", ServiceAccount, null)),
            GeneratedFile.Yaml($"{Folder}/role.yaml", Role("Role", ServiceAccount, OwnNamespace, rights[true])),
            GeneratedFile.Yaml($"{Folder}/role_binding.yaml", Binding("Role", ServiceAccount, OwnNamespace)),
            GeneratedFile.Yaml($"{Folder}/user_roles.yaml", UserRoles.Of(sources.Kinds)),
        ];
    }

    private static JsonObject Role(string kind, string name, string? @namespace, IEnumerable<Right> rights) => new()
    {
        ["apiVersion"] = $"{Api}/v1",
        ["kind"] = kind,
        ["metadata"] = Metadata(name, @namespace),
        ["rules"] = PolicyRules.Of(rights),
    };

    private static JsonObject Binding(string roleKind, string role, string? @namespace) => new()
    {
        ["apiVersion"] = $"{Api}/v1",
        ["kind"] = roleKind + "Binding",
        ["metadata"] = Metadata(role, @namespace),
        ["roleRef"] = new JsonObject { ["apiGroup"] = Api, ["kind"] = roleKind, ["name"] = role },
        ["subjects"] = new JsonArray(
            new JsonObject { ["kind"] = "ServiceAccount", ["name"] = ServiceAccount, ["namespace"] = OwnNamespace }),
    };

    private static JsonObject Metadata(string name, string? @namespace)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        return metadata;
    }
}
