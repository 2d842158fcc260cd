using KvFleet.Model;

namespace KvFleet.Planning.Holders;

/// <summary>Turns wanted bytes of one pool on one node into the next step with its holder pods. Pure.</summary>
public static class HolderLayout
{
    /// <summary>
    /// The next step. Growth adds one holder. Shrinking drains the holders that lose the fewest cached bytes and, once they are gone, adds back what
    /// went too far: the node never holds more than before while it shrinks. At the limit of holders the smallest one is drained to make
    /// room for a larger one.
    /// </summary>
    /// <param name="request">Wanted bytes and existing pods.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative bytes, or a limit of holders below one.</exception>
    public static HolderLayoutPlan Next(HolderLayoutRequest request, HolderLayoutOptions? options = null)
    {
        options ??= HolderLayoutOptions.Default;
        if (request.TargetBytes < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.TargetBytes, "The bytes wanted on a node cannot be negative; give 0 to remove everything.");
        }

        if (options.MaxHolders < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxHolders, "At least one holder per pool and node must be allowed.");
        }

        var failed = Names(request, HolderState.Failed);
        var draining = Names(request, HolderState.Draining);
        var live = request.Holders
            .Where(holder => holder.State is HolderState.Ready or HolderState.Pending)
            .OrderBy(holder => holder.Name, StringComparer.Ordinal)
            .ToArray();
        var held = live.Sum(holder => holder.Bytes);

        if (held > request.TargetBytes)
        {
            var drain = DrainChoice.Cheapest(live, held - request.TargetBytes);
            return Step(live, drain, failed, HolderLayoutReason.Shrink,
                $"Shrinks from {ByteText.Format(held)} to {ByteText.Format(request.TargetBytes)} by draining {drain.Count} of {live.Length} holders.");
        }

        if (failed.Length + draining.Length > 0)
        {
            return Step(live, [], failed, HolderLayoutReason.WaitForDrain,
                $"Holds {ByteText.Format(held)} of {ByteText.Format(request.TargetBytes)} and waits until {draining.Length} draining and {failed.Length} failed holders are gone.");
        }

        if (held == request.TargetBytes)
        {
            return Step(live, [], failed, HolderLayoutReason.Settled, $"Holds {ByteText.Format(held)} in {live.Length} holders, as wanted.");
        }

        return live.Length < options.MaxHolders ? Grow(request, live, held) : Consolidate(request, options, live);
    }

    private static HolderLayoutPlan Grow(HolderLayoutRequest request, HolderSnapshot[] live, long held)
    {
        var bytes = request.TargetBytes - held;
        var taken = live.Select(holder => holder.Name).ToHashSet(StringComparer.Ordinal);
        var ordinal = 0;
        string name;
        do
        {
            name = HolderName.For(request.PoolName, request.PoolUid, request.Node, ordinal++);
        }
        while (taken.Contains(name));

        var addition = new HolderAddition(name, bytes, HolderOverhead.For(bytes, request.MemoryKind));
        return new HolderLayoutPlan(
            [.. live.Select(holder => holder.Name)], [addition], [], HolderLayoutReason.Grow,
            $"Grows from {ByteText.Format(held)} to {ByteText.Format(request.TargetBytes)} with one more holder of {ByteText.Format(bytes)}.");
    }

    private static HolderLayoutPlan Consolidate(HolderLayoutRequest request, HolderLayoutOptions options, HolderSnapshot[] live)
    {
        // What is not populated yet costs nothing to lose; then the smallest, because its rows are lost.
        var surplus = live.Length - options.MaxHolders + 1;
        var drain = live
            .OrderBy(holder => holder.State == HolderState.Pending ? 0 : holder.Bytes)
            .ThenBy(holder => holder.Bytes)
            .ThenBy(holder => holder.Name, StringComparer.Ordinal)
            .Take(surplus)
            .ToArray();
        return Step(live, drain, [], HolderLayoutReason.Consolidate,
            $"Has {live.Length} of at most {options.MaxHolders} holders: drains the {surplus} smallest ({ByteText.Format(drain.Sum(holder => holder.Bytes))}) to replace them by one larger on the way to {ByteText.Format(request.TargetBytes)}.");
    }

    private static HolderLayoutPlan Step(
        HolderSnapshot[] live, IReadOnlyCollection<HolderSnapshot> drain, string[] failed, HolderLayoutReason reason, string message)
        => new(
            [.. live.Except(drain).Select(holder => holder.Name)],
            [],
            [.. drain.Select(holder => holder.Name).Concat(failed).Order(StringComparer.Ordinal)],
            reason,
            message);

    private static string[] Names(HolderLayoutRequest request, HolderState state)
        => [.. request.Holders.Where(holder => holder.State == state).Select(holder => holder.Name).Order(StringComparer.Ordinal)];
}
