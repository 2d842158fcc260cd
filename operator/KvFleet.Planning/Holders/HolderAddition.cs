namespace KvFleet.Planning.Holders;

/// <summary>A holder pod to create.</summary>
/// <param name="Name">The pod's name.</param>
/// <param name="Bytes">Bytes it is to hold.</param>
/// <param name="OverheadBytes">Bytes of base pages it needs beside them: request = limit = both, or huge pages and this.</param>
public sealed record HolderAddition(string Name, long Bytes, long OverheadBytes);
