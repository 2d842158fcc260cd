namespace KvFleet.Operator.Faults;

/// <summary>What went wrong with the holders of one pool on one node, and when the next attempt is due. Immutable.</summary>
/// <param name="PoolUid">The pool.</param>
/// <param name="Node">The node.</param>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">The same in words, with cause and remedy.</param>
/// <param name="Failures">How often in a row.</param>
/// <param name="At">When it happened last.</param>
/// <param name="Until">No new holder is made there before.</param>
public sealed record HolderFault(string PoolUid, string Node, HolderFaultKind Kind, string Message, int Failures, DateTimeOffset At, DateTimeOffset Until);
