using System.Text.Json.Serialization;

namespace KvFleet.Api.Reports;

/// <summary>A tier that keeps KV outside of accelerators.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StorageTier>))]
public enum StorageTier
{
    /// <summary>Pinned host memory.</summary>
    HostMemory,

    /// <summary>The node's own disk.</summary>
    LocalDisk,

    /// <summary>A mounted filesystem that nodes share.</summary>
    SharedFilesystem,
}
