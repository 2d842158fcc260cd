namespace KvFleet.Kubernetes;

/// <summary>What names an object of a known kind: its namespace and name. The key of stores and queues.</summary>
/// <param name="Namespace">The namespace; null for cluster-scoped objects.</param>
/// <param name="Name">The name.</param>
public sealed record ObjectKey(string? Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    /// <param name="obj">The object.</param>
    public static ObjectKey Of(IMetadata<V1ObjectMeta> obj) => new(obj.Namespace(), obj.Name());

    /// <summary>Reads <c>namespace/name</c> or <c>name</c>.</summary>
    /// <param name="text">The text.</param>
    public static ObjectKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new ObjectKey(null, text) : new ObjectKey(text[..slash], text[(slash + 1)..]);
    }

    /// <summary><c>namespace/name</c>, or only the name for cluster-scoped objects.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
