namespace KvFleet.Model.Geometry;

/// <summary>How KV elements are stored.</summary>
/// <param name="DataType">The number format.</param>
/// <param name="ScaleBytes">
/// Bytes of quantisation scales stored beside the elements: per token, layer and head for each of K and V; for MLA per token and layer. 0 when scales are per tensor.
/// </param>
/// <param name="RopeDataType">The format of MLA's rope part where it differs, as in vLLM's <c>fp8_ds_mla</c> (FP8 with 16 scale bytes, rope in BF16: 656 bytes); null if it does not.</param>
public sealed record KvPrecision(KvDataType DataType, int ScaleBytes = 0, KvDataType? RopeDataType = null)
{
    /// <summary>bfloat16 without scales.</summary>
    public static KvPrecision BF16 { get; } = new(KvDataType.BF16);

    /// <summary>What is wrong with it; empty if nothing is.</summary>
    /// <param name="path">Where it stands, for messages.</param>
    public IReadOnlyList<GeometryProblem> Validate(string path)
    {
        var check = new GeometryCheck(path);
        check.Member(DataType, "dataType");
        if (RopeDataType is { } rope)
        {
            check.Member(rope, "ropeDataType");
        }

        check.Range(ScaleBytes, 0, GeometryLimits.MaxScaleBytes, "scaleBytes", "the bytes of quantisation scales per token, layer and head");
        return check.Problems;
    }
}
