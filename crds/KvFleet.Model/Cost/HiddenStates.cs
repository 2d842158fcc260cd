using KvFleet.Model.Geometry;

namespace KvFleet.Model.Cost;

/// <summary>Keeping a layer's input instead of its K and V (HCache): smaller for MHA, larger for models whose KV heads are few.</summary>
public static class HiddenStates
{
    /// <summary>Bytes of hidden states over bytes of K and V, at equal precision.</summary>
    /// <param name="geometry">The model's attention.</param>
    /// <param name="hiddenSize">Elements of a hidden state (<c>hidden_size</c>).</param>
    public static double SizeRatio(AttentionGeometry geometry, int hiddenSize) => hiddenSize / (2.0 * geometry.KvHeads * geometry.HeadDim);

    /// <summary>Whether hidden states take no more room than K and V.</summary>
    /// <param name="geometry">The model's attention.</param>
    /// <param name="hiddenSize">Elements of a hidden state.</param>
    public static bool Pay(AttentionGeometry geometry, int hiddenSize) => SizeRatio(geometry, hiddenSize) <= 1;
}
