namespace KvFleet.Planning.Holders;

/// <summary>The next step towards the wanted bytes. Apply it, observe, ask again: a step either drains or adds, never both.</summary>
/// <param name="Keep">Names of the pods that stay.</param>
/// <param name="Add">Pods to create now.</param>
/// <param name="Drain">Names of the pods to remove now: failed ones at once, others after their rows are drained.</param>
/// <param name="Reason">What this step does.</param>
/// <param name="Message">The step as a sentence with its numbers.</param>
public sealed record HolderLayoutPlan(
    IReadOnlyList<string> Keep, IReadOnlyList<HolderAddition> Add, IReadOnlyList<string> Drain, HolderLayoutReason Reason, string Message);
