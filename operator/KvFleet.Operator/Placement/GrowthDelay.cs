using KvFleet.Planning;

namespace KvFleet.Operator.Placement;

/// <summary>A holder that is wanted but not made now.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Node">The node.</param>
/// <param name="Bytes">Bytes it would hold.</param>
/// <param name="Reason">What it waits for.</param>
/// <param name="Until">When to look again although nothing changed; null if a change will tell.</param>
public sealed record GrowthDelay(PoolKey Pool, string Node, long Bytes, GrowthDelayReason Reason, DateTimeOffset? Until);
