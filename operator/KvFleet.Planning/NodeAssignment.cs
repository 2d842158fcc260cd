using KvFleet.Model;

namespace KvFleet.Planning;

/// <summary>The bytes that one pool has on one node, and why. A zero tells that something is to be drained there, or why a matching node is not used.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Bytes">Bytes to hold there.</param>
/// <param name="CurrentBytes">Bytes assigned there before.</param>
/// <param name="IdealBytes">Bytes the pool would have there if nothing were assigned yet.</param>
/// <param name="Reason">Why it is <paramref name="Bytes"/>.</param>
/// <param name="BudgetBytes">The node's budget for this kind of memory.</param>
public sealed record NodeAssignment(PoolKey Pool, string Node, long Bytes, long CurrentBytes, long IdealBytes, PlanReason Reason, long BudgetBytes)
{
    /// <summary>The reason as a sentence with its numbers. Made when asked for: a large fleet has tens of thousands of assignments.</summary>
    public string Message => PlanText.Describe(this);

    /// <summary>Growth (positive) or shrinkage (negative) against <see cref="CurrentBytes"/>.</summary>
    public long ChangeBytes => Bytes - CurrentBytes;

    /// <inheritdoc/>
    public override string ToString() => $"{Pool} on {Node}: {ByteText.Format(Bytes)} ({Reason})";
}
