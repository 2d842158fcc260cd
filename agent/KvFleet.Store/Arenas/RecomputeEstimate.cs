namespace KvFleet.Store.Arenas;

/// <summary>What a block saves, where nobody measured it.</summary>
internal static class RecomputeEstimate
{
    private const float MicrosecondsPerSecond = 1e6F;

    // Only the proportion counts: a block costs its share of the dense layers, and attention over everything before it. With blocks of some hundred tokens
    // and models of some thousand hidden dimensions, attention costs as much as the rest after some hundred blocks.
    private const float DenseSeconds = 1e-3F;
    private const float BlocksToDouble = 256;

    /// <summary>Seconds of computing.</summary>
    public static float Seconds(in StoreEntryHints hints) => hints.RecomputeMicroseconds > 0
        ? hints.RecomputeMicroseconds / MicrosecondsPerSecond
        : DenseSeconds * (1 + (hints.Position / BlocksToDouble));
}
