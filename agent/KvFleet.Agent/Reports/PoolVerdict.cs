using KvFleet.Api.Reports;
using KvFleet.Store.Extents.Holders;
using HolderPhase = KvFleet.Store.Extents.Holders.HolderPhase;

namespace KvFleet.Agent.Reports;

/// <summary>How a pool does on this node, in one word, with the reason that matters most. Pure.</summary>
internal static class PoolVerdict
{
    public static (PoolPhase Phase, string? Reason, string? Message) Of(PoolSnapshot pool)
    {
        if (pool.Keepers is { } keepers)
            return (PoolPhase.Degraded, HolderReasons.MapperHoldsExtents, $"After the drain deadline {keepers}. Delete the pod, or wait for it to let go: nothing grows into that memory meanwhile.");

        var held = pool.Holders.Where(static holder => holder.State.Goal == HolderGoal.Hold).Select(static holder => holder.State).ToList();
        var troubled = held.Find(static holder => holder.Phase == HolderPhase.Failed)
            ?? held.Find(static holder => holder is { Phase: HolderPhase.Ready, Reason: not null });
        if (troubled is not null)
            return (PoolPhase.Degraded, troubled.Reason, Message(pool, troubled));

        if (held.Count == 0)
        {
            var draining = pool.Holders.Any(static holder => holder.State.Phase == HolderPhase.Draining) || !pool.Revoked.IsEmpty;
            return draining ? (PoolPhase.Draining, null, null) : (PoolPhase.Pending, null, null);
        }

        var late = held.Find(static holder => holder.Phase != HolderPhase.Ready);
        if (late is null)
            return (PoolPhase.Ready, null, null);
        // A pool of which some holders are ready is worth using already, but it is not what was asked for.
        var phase = held.TrueForAll(static holder => holder.Phase == HolderPhase.Waiting) ? PoolPhase.Pending : PoolPhase.Populating;
        return (phase, late.Reason ?? Reason(late), late.Message is null ? null : $"Holder {late.Key.Name}: {late.Message}");
    }

    private static string? Reason(HolderState holder) => holder.Phase == HolderPhase.Waiting ? HolderReasons.NotConnected : null;

    private static string Message(PoolSnapshot pool, HolderState holder)
    {
        var message = $"Holder {holder.Key.Name}: {holder.Message}";
        return holder.Reason == HolderReasons.Punched && !pool.Mappers.IsEmpty
            ? $"{message} Mapped by {string.Join(", ", pool.Mappers.Select(static mapper => mapper.Identity.ToString()))}."
            : message;
    }
}
