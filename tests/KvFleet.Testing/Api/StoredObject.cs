using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>An object as it was at one version. Never changed, only replaced.</summary>
internal sealed record StoredObject(JsonObject Node, byte[] Bytes, long Version)
{
    public string Name => Node["metadata"]!["name"]!.GetValue<string>();

    public string? Namespace => Node["metadata"]!["namespace"]?.GetValue<string>();

    public string Uid => Node["metadata"]!["uid"]!.GetValue<string>();

    public bool IsDeleting => Node["metadata"]!["deletionTimestamp"] is not null;

    public bool HasFinalizers => Node["metadata"]!["finalizers"] is JsonArray { Count: > 0 };

    public JsonObject Copy() => Node.DeepClone().AsObject();
}
