using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace KvFleet.Kubernetes.Client;

/// <summary>What is sent for server-side apply: the intent, without what only the server may say.</summary>
internal static class ApplyBody
{
    // A version or uid would make the intent conditional; the rest would become fields that the manager claims to own.
    private static readonly string[] ServerFields =
    [
        "resourceVersion", "uid", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    public static byte[] Spec<TEntity>(TEntity entity, JsonTypeInfo<TEntity> type)
    {
        var body = Node(entity, type);
        body.Remove("status");
        if (body["metadata"] is JsonObject metadata)
        {
            foreach (var field in ServerFields)
                metadata.Remove(field);
        }

        return Bytes(body);
    }

    public static byte[] Status<TEntity>(TEntity entity, JsonTypeInfo<TEntity> type)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var full = Node(entity, type);
        var status = full["status"] ?? throw new ArgumentException($"{entity.Kind} '{entity.Name()}' has no status to apply.", nameof(entity));
        full.Remove("status");
        var metadata = new JsonObject { ["name"] = entity.Name() };
        if (entity.Namespace() is { } @namespace)
            metadata["namespace"] = @namespace;
        return Bytes(new JsonObject { ["apiVersion"] = entity.ApiVersion, ["kind"] = entity.Kind, ["metadata"] = metadata, ["status"] = status });
    }

    public static byte[] Bytes(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            node.WriteTo(writer);
        return stream.ToArray();
    }

    private static JsonObject Node<TEntity>(TEntity entity, JsonTypeInfo<TEntity> type) =>
        JsonSerializer.SerializeToNode(entity, type)!.AsObject();
}
