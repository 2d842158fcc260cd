using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>How a pool's memory is placed on the NUMA nodes of a machine.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NumaPlacement>))]
public enum NumaPlacement
{
    /// <summary>Equal extents, each bound to one NUMA node.</summary>
    Spread,

    /// <summary>The pages of every extent alternate over the NUMA nodes.</summary>
    Interleave,

    /// <summary>The kernel's default: the node of the CPU that touches a page first.</summary>
    None,
}
