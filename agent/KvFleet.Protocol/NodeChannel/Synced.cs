namespace KvFleet.Protocol.NodeChannel;

/// <summary>Node to serve: every published volume has been told; what was not told does not exist.</summary>
public sealed record Synced() : NodeMessage;
