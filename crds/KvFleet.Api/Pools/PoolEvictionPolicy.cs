using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>By which rule blocks leave a pool's memory when it is full.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolEvictionPolicy>))]
public enum PoolEvictionPolicy
{
    /// <summary>Who saves least computing time per byte, by how often it was used and its place in its prefix; what is not used ages.</summary>
    CostAware,

    /// <summary>Who was used least recently.</summary>
    [JsonStringEnumMemberName("LRU")]
    Lru,

    /// <summary>Who was not used again soon after it came leaves first, without disturbing the others (S3-FIFO).</summary>
    [JsonStringEnumMemberName("S3FIFO")]
    S3Fifo,
}
