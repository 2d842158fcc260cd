namespace KvFleet.Planning.Selection;

/// <summary>A taint of a node.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; empty if it has none.</param>
/// <param name="Effect">Its effect.</param>
public sealed record NodeTaint(string Key, string Value, TaintEffect Effect);
