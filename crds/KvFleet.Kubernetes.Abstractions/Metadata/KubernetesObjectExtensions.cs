namespace KvFleet.Kubernetes;

/// <summary>Short ways to read and change the metadata of an object.</summary>
public static class KubernetesObjectExtensions
{
    /// <summary>The object's name; empty when it has none yet.</summary>
    /// <param name="obj">The object.</param>
    public static string Name(this IMetadata<V1ObjectMeta> obj) => obj.Metadata.Name ?? string.Empty;

    /// <summary>The object's namespace; null for cluster-scoped objects.</summary>
    /// <param name="obj">The object.</param>
    public static string? Namespace(this IMetadata<V1ObjectMeta> obj) => obj.Metadata.NamespaceProperty;

    /// <summary>The object's incarnation; empty before the server stored it.</summary>
    /// <param name="obj">The object.</param>
    public static string Uid(this IMetadata<V1ObjectMeta> obj) => obj.Metadata.Uid ?? string.Empty;

    /// <summary>The opaque version; empty before the server stored it.</summary>
    /// <param name="obj">The object.</param>
    public static string ResourceVersion(this IMetadata<V1ObjectMeta> obj) => obj.Metadata.ResourceVersion ?? string.Empty;

    /// <summary>True once deletion was asked for.</summary>
    /// <param name="obj">The object.</param>
    public static bool IsDeleting(this IMetadata<V1ObjectMeta> obj) => obj.Metadata.DeletionTimestamp is not null;

    /// <summary>The value of a label, or null.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="key">The label's key.</param>
    public static string? GetLabel(this IMetadata<V1ObjectMeta> obj, string key) =>
        obj.Metadata.Labels is { } labels && labels.TryGetValue(key, out var value) ? value : null;

    /// <summary>The value of an annotation, or null.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="key">The annotation's key.</param>
    public static string? GetAnnotation(this IMetadata<V1ObjectMeta> obj, string key) =>
        obj.Metadata.Annotations is { } annotations && annotations.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a label.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="key">The label's key.</param>
    /// <param name="value">The value, at most 63 characters.</param>
    public static void SetLabel(this IMetadata<V1ObjectMeta> obj, string key, string value) =>
        (obj.Metadata.Labels ??= new Dictionary<string, string>(StringComparer.Ordinal))[key] = value;

    /// <summary>Sets an annotation.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="key">The annotation's key.</param>
    /// <param name="value">The value.</param>
    public static void SetAnnotation(this IMetadata<V1ObjectMeta> obj, string key, string value) =>
        (obj.Metadata.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal))[key] = value;

    /// <summary>True when the object carries the finalizer.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="finalizer">Qualified name, for example <c>kvfleet.io/drain</c>.</param>
    public static bool HasFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer) =>
        obj.Metadata.Finalizers?.Contains(finalizer) == true;

    /// <summary>Adds a finalizer.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="finalizer">Qualified name.</param>
    /// <returns>True when it was not there before.</returns>
    public static bool AddFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer)
    {
        if (obj.HasFinalizer(finalizer))
            return false;
        // A deserialised list may be an array; a new list never is.
        obj.Metadata.Finalizers = [.. obj.Metadata.Finalizers ?? [], finalizer];
        return true;
    }

    /// <summary>Removes a finalizer.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="finalizer">Qualified name.</param>
    /// <returns>True when it was there.</returns>
    public static bool RemoveFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer)
    {
        if (!obj.HasFinalizer(finalizer))
            return false;
        obj.Metadata.Finalizers = [.. obj.Metadata.Finalizers!.Where(f => !string.Equals(f, finalizer, StringComparison.Ordinal))];
        return true;
    }
}
