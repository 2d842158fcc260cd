using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>What pods of another namespace may do with a pool.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolAccess>))]
public enum PoolAccess
{
    /// <summary>Look values up and copy them.</summary>
    ReadOnly,

    /// <summary>Store, pin and remove values, too. What they store is served to the pool's own engines: give it to whom you trust with the bytes of your models.</summary>
    ReadWrite,
}
