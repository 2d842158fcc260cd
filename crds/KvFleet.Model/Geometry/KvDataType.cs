namespace KvFleet.Model.Geometry;

/// <summary>The number format in which an engine keeps KV (<c>kv_cache_dtype</c>).</summary>
public enum KvDataType
{
    /// <summary>bfloat16, 2 bytes: what nearly every model uses unless told otherwise.</summary>
    BF16,

    /// <summary>IEEE half, 2 bytes.</summary>
    FP16,

    /// <summary>IEEE single, 4 bytes.</summary>
    FP32,

    /// <summary>8-bit float, 4 exponent bits, 1 byte; what engines mean by <c>fp8</c>.</summary>
    FP8E4M3,

    /// <summary>8-bit float, 5 exponent bits, 1 byte.</summary>
    FP8E5M2,

    /// <summary>8-bit integer, 1 byte.</summary>
    INT8,
}
