namespace KvFleet.Agent.Reconciliation;

/// <summary>Whether a client is served, and as what.</summary>
/// <param name="Pool">The pool, when it is served.</param>
/// <param name="RowStrideBytes">The pool's row stride, when it is served.</param>
/// <param name="Holder">The holder it is; null for an engine.</param>
/// <param name="Reason">Why it is not served; null when it is.</param>
/// <param name="Message">The reason in words, with the remedy.</param>
internal sealed record Admission(PoolUnit? Pool, long RowStrideBytes, HolderUnit? Holder, string? Reason, string? Message)
{
    public static Admission Refuse(string reason, string message) => new(null, 0, null, reason, message);
}
