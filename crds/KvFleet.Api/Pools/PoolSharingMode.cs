using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>Whether a pool is its namespace's alone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolSharingMode>))]
public enum PoolSharingMode
{
    /// <summary>Pods of the pool's namespace alone.</summary>
    Private,

    /// <summary>Pods of the namespaces that are listed, too.</summary>
    Shared,
}
