using KvFleet.Model;

namespace KvFleet.Planning.Budget;

/// <summary>How many bytes of a node's memory pools may use together. Pure.</summary>
public static class NodeBudget
{
    /// <summary>
    /// The budget: a share of allocatable, but never more than what the requests of other pods and the reserve leave. The annotation replaces the share and
    /// the reserve, not the other pods' requests. Bytes that an earlier pool still occupies come off at the end. Huge pages are reserved for such use: no share, no reserve, no annotation.
    /// </summary>
    /// <param name="input">The node's figures.</param>
    /// <param name="options">Fleet-wide settings; null for the defaults.</param>
    /// <returns>The budget; never negative, never above allocatable minus the requests of other pods.</returns>
    /// <exception cref="ArgumentException">A negative figure, or a share outside 0 to 1: what, and what to set.</exception>
    public static NodeBudgetResult Compute(NodeBudgetInput input, NodeBudgetOptions? options = null)
    {
        options ??= NodeBudgetOptions.Default;
        Validate(input, options);
        if (input.AllocatableBytes == 0)
        {
            return new NodeBudgetResult(0, NodeBudgetReason.NoneAllocatable, $"The node has no allocatable {Name(input.Kind)}.");
        }

        var left = Math.Max(0, input.AllocatableBytes - input.OtherRequestsBytes);
        var (bytes, reason, message) = input.Kind == MemoryKind.Regular ? Regular(input, options, left) : HugePages(input, left);
        var budget = Math.Max(0, bytes - input.StuckBytes);
        if (input.StuckBytes > 0)
        {
            message += $" {ByteText.Format(input.StuckBytes)} of it are still stuck in earlier pools, which leaves {ByteText.Format(budget)}.";
        }

        return new NodeBudgetResult(budget, reason, message);
    }

    private static (long Bytes, NodeBudgetReason Reason, string Message) Regular(NodeBudgetInput input, NodeBudgetOptions options, long left)
    {
        var allocatable = ByteText.Format(input.AllocatableBytes);
        var others = ByteText.Format(input.OtherRequestsBytes);
        if (input.OverrideBytes is { } wanted)
        {
            return wanted <= left
                ? (wanted, NodeBudgetReason.Override, $"{ByteText.Format(wanted)} by the node's annotation.")
                : (left, NodeBudgetReason.OverrideCapped, $"{ByteText.Format(left)}: the node's annotation asks for {ByteText.Format(wanted)}, but other pods request {others} of {allocatable} allocatable.");
        }

        // decimal: a double loses bytes above 2^53 and a share must not round up past what it says.
        var shared = (long)Math.Floor(input.AllocatableBytes * (decimal)options.Share);
        var free = Math.Max(0, left - options.ReserveBytes);
        return shared <= free
            ? (shared, NodeBudgetReason.Share, $"{ByteText.Format(shared)}: the share {(decimal)options.Share} of {allocatable} allocatable.")
            : (free, NodeBudgetReason.OtherRequests, $"{ByteText.Format(free)}: what other pods' requests of {others} and the reserve of {ByteText.Format(options.ReserveBytes)} leave of {allocatable} allocatable.");
    }

    private static (long Bytes, NodeBudgetReason Reason, string Message) HugePages(NodeBudgetInput input, long left)
        => (left, NodeBudgetReason.OtherRequests, $"{ByteText.Format(left)}: what other pods' requests of {ByteText.Format(input.OtherRequestsBytes)} leave of {ByteText.Format(input.AllocatableBytes)} allocatable {Name(input.Kind)}.");

    private static string Name(MemoryKind kind) => kind switch
    {
        MemoryKind.HugePages2Mi => "hugepages-2Mi",
        MemoryKind.HugePages1Gi => "hugepages-1Gi",
        _ => "memory",
    };

    private static void Validate(NodeBudgetInput input, NodeBudgetOptions options)
    {
        NotNegative(input.AllocatableBytes, "allocatable", nameof(input));
        NotNegative(input.OtherRequestsBytes, "the requests of other pods", nameof(input));
        NotNegative(input.StuckBytes, "stuck bytes", nameof(input));
        NotNegative(input.OverrideBytes ?? 0, "the annotation kvfleet.io/host-memory-budget", nameof(input));
        NotNegative(options.ReserveBytes, "the reserve", nameof(options));
        if (!(options.Share is >= 0 and <= 1))
        {
            throw new ArgumentException($"The budget share is {options.Share}; set it between 0 and 1.", nameof(options));
        }
    }

    private static void NotNegative(long bytes, string what, string parameter)
    {
        if (bytes < 0)
        {
            throw new ArgumentException($"A node budget cannot be computed: {what} is {bytes} bytes; give 0 or more.", parameter);
        }
    }
}
