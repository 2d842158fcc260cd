namespace KvFleet.Kubernetes.Client;

/// <summary>Gives objects their type where they lack it: items of lists, and objects that were made in code.</summary>
internal static class EntityType
{
    public static TEntity Complete<TEntity>(TEntity entity, EntityMetadata type)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (string.IsNullOrEmpty(entity.ApiVersion))
            entity.ApiVersion = type.ApiVersion;
        if (string.IsNullOrEmpty(entity.Kind))
            entity.Kind = type.Kind;
        // "metadata": null deserialises to null; nothing after this has to ask.
        entity.Metadata ??= new V1ObjectMeta();
        return entity;
    }
}
