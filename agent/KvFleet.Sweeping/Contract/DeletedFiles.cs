namespace KvFleet.Sweeping.Contract;

/// <summary>What went for one reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Files">Files or, for <see cref="SweepReason.EmptyDirectory"/>, directories.</param>
/// <param name="Bytes">Physical bytes that they had.</param>
/// <param name="Spared">Chosen, but used in the meantime: still there.</param>
/// <param name="Failed">Could not be deleted.</param>
public sealed record DeletedFiles(SweepReason Reason, long Files, long Bytes, long Spared, long Failed);
