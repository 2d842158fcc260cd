namespace KvFleet.Model.Geometry;

/// <summary>Layers that engines cache together: a row holds a block of one group.</summary>
/// <param name="Kind">What it keeps.</param>
/// <param name="Layers">How many layers.</param>
/// <param name="RankBytes">Bytes of one token and one layer on one rank; for <see cref="KvGroupKind.State"/> the bytes of the whole state on one rank.</param>
/// <param name="Copies">Ranks of one pipeline stage that hold their own part: the tensor ranks, or 1 where the layout keeps one copy.</param>
/// <param name="WindowTokens">The window, for <see cref="KvGroupKind.Window"/>; else 0.</param>
public sealed record KvGroup(KvGroupKind Kind, int Layers, long RankBytes, int Copies, int WindowTokens = 0)
{
    /// <summary>Bytes of one more token in this group over all ranks, while it grows.</summary>
    internal long TokenBytes => Kind == KvGroupKind.State ? 0 : checked(Layers * RankBytes * Copies);
}
