using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Where a kind lives in the API and how its objects are read and written.</summary>
/// <typeparam name="T">The object.</typeparam>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">Version.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Plural">The resource of the REST path.</param>
/// <param name="Scope">Namespaced or cluster-scoped.</param>
/// <param name="JsonType">Source-generated JSON contract of the object.</param>
public sealed record ResourceDefinition<T>(
    string Group, string Version, string Kind, string Plural, EntityScope Scope, JsonTypeInfo<T> JsonType)
    where T : class, IKubernetesObject
{
    private readonly string _root = Group.Length == 0 ? $"api/{Version}/" : $"apis/{Group}/{Version}/";

    /// <summary><c>group/version</c>, or the version alone for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Path of the collection, of one namespace or of all, below the server's address.</summary>
    public string CollectionPath(string? ns = null) =>
        string.IsNullOrEmpty(ns) ? _root + Plural : $"{_root}namespaces/{PathSegment.Escape(ns)}/{Plural}";

    /// <summary>Path of one object, or of a subresource of it, below the server's address.</summary>
    public string ObjectPath(ResourceKey key, string? subresource = null)
    {
        var path = $"{CollectionPath(key.Namespace)}/{PathSegment.Escape(key.Name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }
}

/// <summary>Makes the <see cref="ResourceDefinition{T}"/> of a type from its attributes.</summary>
public static class ResourceDefinition
{
    /// <summary>Reads the attributes of <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> has no <see cref="KubernetesEntityAttribute"/>.</exception>
    public static ResourceDefinition<T> From<T>(JsonTypeInfo<T> jsonType)
        where T : class, IKubernetesObject
    {
        var entity = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new InvalidOperationException($"{typeof(T).Name} has no [KubernetesEntity].");
        var scope = typeof(T).GetCustomAttribute<EntityScopeAttribute>()?.Scope ?? EntityScope.Namespaced;
        return new(entity.Group, entity.ApiVersion, entity.Kind, entity.PluralName, scope, jsonType);
    }
}
