using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Manifests.Crds;

namespace ComputeOperator.Manifests.Rbac;

/// <summary>
/// Roles for people. Kubernetes adds them to its own view, edit and admin: whoever has one of these in a namespace has the like
/// rights on Instances there. Kinds that are in no namespace are reached by a ClusterRoleBinding alone.
/// </summary>
internal static class UserRoles
{
    private const RbacVerbs Read = RbacVerbs.Get | RbacVerbs.List | RbacVerbs.Watch;
    private const RbacVerbs Write = RbacVerbs.Create | RbacVerbs.Update | RbacVerbs.Patch | RbacVerbs.Delete | RbacVerbs.DeleteCollection;

    public static IEnumerable<JsonObject> Of(IReadOnlyList<EntityKind> kinds) =>
    [
        Role("compute-viewer", "view", kinds.Select(kind => RightOn(kind, Read))),
        Role("compute-editor", "edit", kinds.Select(kind => RightOn(kind, kind.IsNamespaced ? Read | Write : Read))),
        Role("compute-operator-admin", "admin", kinds.Select(kind => RightOn(kind, Read | Write))),
    ];

    // Status is not among them: it is the operator's word, which quota and charges rest on.
    private static Right RightOn(EntityKind kind, RbacVerbs verbs) => new(kind.Entity.Group, kind.Entity.PluralName, verbs, OwnNamespace: false);

    private static JsonObject Role(string name, string aggregatedTo, IEnumerable<Right> rights) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "ClusterRole",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { [$"rbac.authorization.k8s.io/aggregate-to-{aggregatedTo}"] = "true" },
        },
        ["rules"] = PolicyRules.Of(rights),
    };
}
