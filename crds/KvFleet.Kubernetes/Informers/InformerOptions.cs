using System.Text.Json.Serialization.Metadata;

namespace KvFleet.Kubernetes.Informers;

/// <summary>What an informer follows and what it keeps.</summary>
/// <typeparam name="TEntity">The type.</typeparam>
public sealed class InformerOptions<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Items in a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Cuts away what nobody reads, before an object is stored. It may change and return its argument.</summary>
    public Func<TEntity, TEntity>? Transform { get; init; }

    /// <summary>Indices by name: the values under which an object is filed. See <see cref="StoreIndices"/>.</summary>
    public IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> Indices { get; init; } =
        new Dictionary<string, Func<TEntity, IEnumerable<string>>>(StringComparer.Ordinal);

    /// <summary>How often handlers are told of every object again; up to a tenth more is added by chance. Zero, or more than 30 days, for never. A safety net, not a means to notice drift.</summary>
    public TimeSpan ResyncPeriod { get; init; } = TimeSpan.FromHours(10);

    /// <summary>
    /// For tests and development: how the type is written. With it, the informer notices when somebody changes an object that it only got to read, and logs which.
    /// Null, the default, looks at nothing. <see cref="Hosting.OperatorSettings.DetectCacheChanges"/> sets it for all kinds.
    /// </summary>
    public JsonTypeInfo<TEntity>? DetectChangesWith { get; set; }
}
