using System.Reflection;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Manifests.Crds;

namespace ComputeOperator.Manifests.Rbac;

/// <summary>One mark on a class: what it must be allowed to do.</summary>
internal sealed record Right(string Group, string Resource, RbacVerbs Verbs, bool OwnNamespace)
{
    /// <summary>The one object that it is about; null: all.</summary>
    public string? Name { get; init; }

    /// <summary>The rights that the classes of <paramref name="assembly"/> declare.</summary>
    public static IEnumerable<Right> In(Assembly assembly) => assembly.GetTypes().SelectMany(Of);

    /// <summary>The rights that <paramref name="type"/> declares.</summary>
    public static IEnumerable<Right> Of(Type type) =>
        type.GetCustomAttributes<EntityRbacAttribute>(inherit: false).Select(mark => Of(type, mark))
            .Concat(type.GetCustomAttributes<GenericRbacAttribute>(inherit: false).Select(mark => Of(type, mark)));

    private static Right Of(Type type, EntityRbacAttribute mark)
    {
        var kind = EntityKind.Find(mark.Entity)
            ?? throw new ManifestException([$"{type.Name}: [EntityRbac] names {mark.Entity.Name}, which is not a [KubernetesEntity]."]);
        var resource = mark.Subresource is { } subresource ? $"{kind.Entity.PluralName}/{subresource}" : kind.Entity.PluralName;
        return mark.ResourceName is null || !mark.Verbs.HasFlag(RbacVerbs.Create)
            ? new(kind.Entity.Group, resource, mark.Verbs, mark.OwnNamespace) { Name = mark.ResourceName }
            : throw new ManifestException([$"{type.Name}: [EntityRbac] allows to create {mark.ResourceName}; a right to create cannot be had for one name."]);
    }

    private static Right Of(Type type, GenericRbacAttribute mark)
    {
        if (mark.Group.Contains('*', StringComparison.Ordinal) || mark.Resource.Contains('*', StringComparison.Ordinal))
        {
            throw new ManifestException([$"{type.Name}: [GenericRbac] has a wildcard; name what is needed."]);
        }

        return new(mark.Group, mark.Resource, mark.Verbs, mark.OwnNamespace);
    }
}
