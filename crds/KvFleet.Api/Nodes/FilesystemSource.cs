using System.Text.Json.Serialization;

namespace KvFleet.Api.Nodes;

/// <summary>Who mounts a shared filesystem on a node.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FilesystemSource>))]
public enum FilesystemSource
{
    /// <summary>The kubelet, into a pod of ours.</summary>
    Kubelet,

    /// <summary>mount(8) in a pod of ours.</summary>
    Mount,
}
