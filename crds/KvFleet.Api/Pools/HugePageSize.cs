using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>Page size of a pool's memory.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HugePageSize>))]
public enum HugePageSize
{
    /// <summary>The machine's base pages.</summary>
    None,

    /// <summary>Pages of 2 MiB from the node's hugetlb pool.</summary>
    [JsonStringEnumMemberName("2Mi")]
    TwoMebi,

    /// <summary>Pages of 1 GiB from the node's hugetlb pool.</summary>
    [JsonStringEnumMemberName("1Gi")]
    OneGibi,
}
