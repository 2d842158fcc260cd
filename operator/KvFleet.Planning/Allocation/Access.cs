using System.Runtime.InteropServices;

namespace KvFleet.Planning.Allocation;

/// <summary>What a pool may do on a node, and why.</summary>
/// <param name="Kind">What it may do.</param>
/// <param name="Reason">Why; meaningless for <see cref="AccessKind.Open"/> and <see cref="AccessKind.None"/>.</param>
/// <param name="Matched">Whether the pool's selector matches the node.</param>
/// <param name="HeldBack">Whether only the node's state (cordoned, not answering, tainted) keeps the pool from growing there, be there bytes or not.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Access(AccessKind Kind, PlanReason Reason, bool Matched, bool HeldBack);
