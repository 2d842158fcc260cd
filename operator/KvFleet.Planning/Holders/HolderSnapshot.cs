namespace KvFleet.Planning.Holders;

/// <summary>A holder pod that exists.</summary>
/// <param name="Name">The pod's name.</param>
/// <param name="Bytes">Bytes it holds or is to hold, without overhead.</param>
/// <param name="State">Where it is in its life.</param>
public sealed record HolderSnapshot(string Name, long Bytes, HolderState State);
