namespace KvFleet.Model.Geometry;

/// <summary>Names and sizes of <see cref="KvDataType"/>.</summary>
public static class KvDataTypes
{
    private static readonly Dictionary<string, KvDataType> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BF16"] = KvDataType.BF16,
        ["bfloat16"] = KvDataType.BF16,
        ["FP16"] = KvDataType.FP16,
        ["float16"] = KvDataType.FP16,
        ["half"] = KvDataType.FP16,
        ["FP32"] = KvDataType.FP32,
        ["float32"] = KvDataType.FP32,
        ["FP8"] = KvDataType.FP8E4M3,
        ["FP8E4M3"] = KvDataType.FP8E4M3,
        ["fp8_e4m3"] = KvDataType.FP8E4M3,
        ["FP8E5M2"] = KvDataType.FP8E5M2,
        ["fp8_e5m2"] = KvDataType.FP8E5M2,
        ["INT8"] = KvDataType.INT8,
    };

    /// <summary>Bytes of one element.</summary>
    /// <param name="type">The format.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enum.</exception>
    public static int Bytes(this KvDataType type) => type switch
    {
        KvDataType.BF16 or KvDataType.FP16 => 2,
        KvDataType.FP32 => 4,
        KvDataType.FP8E4M3 or KvDataType.FP8E5M2 or KvDataType.INT8 => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown KV data type."),
    };

    /// <summary>Reads a format by our names and by the engines' (<c>bfloat16</c>, <c>fp8_e4m3</c>), without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The format.</param>
    /// <returns>Whether the name is known.</returns>
    public static bool TryParse(string? name, out KvDataType type) => Names.TryGetValue(name ?? "", out type);
}
