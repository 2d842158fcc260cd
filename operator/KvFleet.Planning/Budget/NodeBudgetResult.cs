namespace KvFleet.Planning.Budget;

/// <summary>A node's budget for one kind of memory.</summary>
/// <param name="Bytes">Bytes that pools may use together, holder overhead included; never negative.</param>
/// <param name="Reason">What bounds it.</param>
/// <param name="Message">One sentence with the numbers.</param>
public sealed record NodeBudgetResult(long Bytes, NodeBudgetReason Reason, string Message);
