namespace KvFleet.Model.Geometry;

/// <summary>Where one rank's part of a row lies.</summary>
/// <param name="Rank">The rank: pipeline stage times tensor ranks plus tensor rank. Where all ranks of a stage share one copy, the first of them.</param>
/// <param name="Offset">Bytes from the row's start; a multiple of the page size.</param>
/// <param name="Bytes">Bytes of the slot; a multiple of the page size.</param>
public sealed record RankSlice(int Rank, long Offset, long Bytes);
