using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>What the pool's tiers are to improve.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolObjective>))]
public enum PoolObjective
{
    /// <summary>Time to the first token: a tier pays when loading is faster than computing.</summary>
    Latency,

    /// <summary>Work of the accelerators: loading in time pays even where computing is faster, because it frees them.</summary>
    Throughput,
}
