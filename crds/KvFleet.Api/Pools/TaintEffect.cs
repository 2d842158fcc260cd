using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>Effects of a taint.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaintEffect>))]
public enum TaintEffect
{
    /// <summary>New pods are not bound to the node.</summary>
    NoSchedule,

    /// <summary>The scheduler avoids the node.</summary>
    PreferNoSchedule,

    /// <summary>Running pods are evicted as well.</summary>
    NoExecute,
}
