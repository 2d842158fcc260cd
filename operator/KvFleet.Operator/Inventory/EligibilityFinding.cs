using KvFleet.Planning;

namespace KvFleet.Operator.Inventory;

/// <summary>What may be done with a node.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why, one word for a condition.</param>
/// <param name="Message">Why, with what to do about it.</param>
public sealed record EligibilityFinding(NodeEligibility Value, DateTimeOffset Since, string Reason, string Message);
