using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>What to do with KV on a tier.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolTierVerdict>))]
public enum PoolTierVerdict
{
    /// <summary>A figure is missing; the tier is used.</summary>
    Unknown,

    /// <summary>Loading is faster than computing.</summary>
    Load,

    /// <summary>Loading is faster for prefixes longer than usual only.</summary>
    Mixed,

    /// <summary>Computing is faster: the tier is turned off.</summary>
    Recompute,
}
