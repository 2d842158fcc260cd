namespace KvFleet.Protocol.NodeChannel;

/// <summary>A pool on a shared filesystem.</summary>
/// <param name="Uid">UID of the pool.</param>
/// <param name="Volumes">Volumes of the node in which it can be used.</param>
/// <param name="UsedBytes">Bytes its files take over the whole fleet; null while they have not been counted.</param>
/// <param name="Files">Its files; null while they have not been counted.</param>
public sealed record SharedPoolState(string Uid, int Volumes, long? UsedBytes = null, long? Files = null);
