using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>How a toleration compares a taint.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TolerationOperator>))]
public enum TolerationOperator
{
    /// <summary>Key and value are equal.</summary>
    Equal,

    /// <summary>The key is present, whatever its value.</summary>
    Exists,
}
