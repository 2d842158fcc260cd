using System.Collections.Concurrent;
using System.Reflection;

namespace KvFleet.Kubernetes;

/// <summary>What the API server calls a type: read once from the attributes of the class, then cached.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, for example <c>v1</c>.</param>
/// <param name="Kind">Kind in CamelCase singular.</param>
/// <param name="PluralName">Resource name as it stands in URLs, lower case.</param>
/// <param name="Scope">Whether objects live in namespaces.</param>
public sealed record EntityMetadata(string Group, string Version, string Kind, string PluralName, EntityScope Scope)
{
    private static readonly ConcurrentDictionary<Type, EntityMetadata?> Known = new();

    /// <summary>What stands in <c>apiVersion</c>: <c>group/version</c>, or only the version for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The kind of a list of such objects.</summary>
    public string ListKind => Kind + "List";

    /// <summary>The resource with its group, as <c>kubectl</c> writes it: <c>pods</c>, <c>kvcachepools.kvfleet.io</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? PluralName : $"{PluralName}.{Group}";

    /// <summary>The metadata of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">A class with <see cref="KubernetesEntityAttribute"/>.</typeparam>
    /// <exception cref="ArgumentException">The class lacks the attribute or the attribute lacks a kind or plural name.</exception>
    public static EntityMetadata Of<T>() => Of(typeof(T));

    /// <summary>The metadata of a type.</summary>
    /// <param name="type">A class with <see cref="KubernetesEntityAttribute"/>.</param>
    /// <exception cref="ArgumentException">The class lacks the attribute or the attribute lacks a kind or plural name.</exception>
    public static EntityMetadata Of(Type type) => Find(type)
        ?? throw new ArgumentException(
            $"{type} is not a Kubernetes resource type: put [KubernetesEntity(Group=…, ApiVersion=…, Kind=…, PluralName=…)] on it.", nameof(type));

    /// <summary>The metadata of a type, or null where it carries no <see cref="KubernetesEntityAttribute"/>.</summary>
    /// <param name="type">Any type.</param>
    /// <exception cref="ArgumentException">The attribute lacks a kind, a version or a plural name.</exception>
    public static EntityMetadata? Find(Type type) => Known.GetOrAdd(type, Read);

    private static EntityMetadata? Read(Type type)
    {
        if (type.GetCustomAttribute<KubernetesEntityAttribute>() is not { } entity)
            return null;
        if (entity.Kind.Length == 0 || entity.PluralName.Length == 0 || entity.ApiVersion.Length == 0)
            throw new ArgumentException($"[KubernetesEntity] on {type} must give Kind, ApiVersion and PluralName.", nameof(type));
        var scope = type.GetCustomAttribute<EntityScopeAttribute>()?.Scope ?? EntityScope.Namespaced;
        return new EntityMetadata(entity.Group, entity.ApiVersion, entity.Kind, entity.PluralName, scope);
    }
}
