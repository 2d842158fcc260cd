using System.Text;

namespace KvFleet.Kubernetes.Client;

/// <summary>Builds paths of resources.</summary>
internal static class ResourcePath
{
    /// <summary>Path of a collection; a null namespace means all.</summary>
    public static string Collection(EntityMetadata type, string? @namespace)
    {
        var prefix = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.Group}/{type.Version}";
        if (@namespace is null)
            return $"{prefix}/{type.PluralName}";
        return type.Scope == EntityScope.Namespaced
            ? $"{prefix}/namespaces/{Segment(@namespace, "namespace", type)}/{type.PluralName}"
            : throw new ArgumentException($"{type.Kind} is cluster-scoped, but a namespace was given: '{@namespace}'.", nameof(@namespace));
    }

    /// <summary>Path of an object or of one of its subresources.</summary>
    public static string Item(EntityMetadata type, string? @namespace, string name, string? subresource = null)
    {
        if (type.Scope == EntityScope.Namespaced && @namespace is null)
            throw new ArgumentException($"{type.Kind} '{name}' lives in a namespace, but none was given.", nameof(@namespace));
        var path = $"{Collection(type, @namespace)}/{Segment(name, "name", type)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }

    /// <summary>Adds what is not null to a path.</summary>
    public static string WithQuery(string path, params ReadOnlySpan<(string Key, string? Value)> query)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (key, value) in query)
        {
            if (value is null)
                continue;
            text.Append(separator).Append(key).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return text.ToString();
    }

    // What the server itself refuses as a name; here it would change which path is meant.
    private static string Segment(string value, string what, EntityMetadata type) =>
        value is "" or "." or ".." || value.AsSpan().ContainsAny('/', '%')
            ? throw new ArgumentException($"'{value}' cannot be the {what} of a {type.Kind}.", nameof(value))
            : Uri.EscapeDataString(value);
}
