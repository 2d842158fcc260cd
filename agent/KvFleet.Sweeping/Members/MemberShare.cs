using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Members;

/// <summary>A member's share of a pool.</summary>
/// <param name="Usage">What is there.</param>
/// <param name="WriteBytesPerSecond">Growth, deletions left out.</param>
/// <param name="WriteInodesPerSecond">Growth of inodes, deletions left out.</param>
internal sealed record MemberShare(PoolUsage Usage, double WriteBytesPerSecond, double WriteInodesPerSecond);
