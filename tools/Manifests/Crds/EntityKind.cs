using System.Reflection;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Crds;

/// <summary>A C# type that is a kind of the API.</summary>
internal sealed record EntityKind(Type Type, KubernetesEntityAttribute Entity)
{
    public bool IsNamespaced => Type.GetCustomAttribute<EntityScopeAttribute>()?.Scope != EntityScope.Cluster;

    public bool HasStatus => Generic(typeof(CustomKubernetesEntity<,>));

    public static EntityKind? Find(Type type) =>
        type.GetCustomAttribute<KubernetesEntityAttribute>() is { } entity ? new(type, entity) : null;

    /// <summary>The kinds of <paramref name="group"/> in <paramref name="assembly"/>, by plural.</summary>
    public static IReadOnlyList<EntityKind> In(Assembly assembly, string group) =>
    [
        .. assembly.GetTypes().Select(Find).OfType<EntityKind>()
            .Where(k => k.Entity.Group == group)
            .OrderBy(k => k.Entity.PluralName, StringComparer.Ordinal),
    ];

    private bool Generic(Type definition)
    {
        for (var type = Type.BaseType; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == definition)
            {
                return true;
            }
        }

        return false;
    }
}
