namespace KvFleet.Planning.Disks;

/// <summary>A node's disk as the planner sees it at one instant.</summary>
/// <param name="Name">The Node's name; unique.</param>
/// <param name="Bytes">Bytes that pools may have there together; 0 for none, null while nobody knows: then what is assigned stays.</param>
public sealed record DiskNode(string Name, long? Bytes);
