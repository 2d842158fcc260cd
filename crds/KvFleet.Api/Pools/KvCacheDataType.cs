using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>Type of cached keys and values.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KvCacheDataType>))]
public enum KvCacheDataType
{
    /// <summary>bfloat16, 2 bytes.</summary>
    BF16,

    /// <summary>IEEE half precision, 2 bytes.</summary>
    FP16,

    /// <summary>IEEE single precision, 4 bytes.</summary>
    FP32,

    /// <summary>8-bit floating point, 1 byte.</summary>
    FP8,

    /// <summary>8-bit integer, 1 byte.</summary>
    INT8,
}
