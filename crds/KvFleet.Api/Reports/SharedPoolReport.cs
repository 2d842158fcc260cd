namespace KvFleet.Api.Reports;

/// <summary>What one pool has on a shared filesystem, as one node counted it.</summary>
/// <param name="Uid">UID of the pool.</param>
/// <param name="Volumes">Volumes of pods on the node in which it can be used.</param>
public sealed record SharedPoolReport(string Uid, int Volumes)
{
    /// <summary>Bytes its files take over the whole fleet; null while they have not been counted.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>Its files; null while they have not been counted.</summary>
    public long? Files { get; init; }
}
