using System.Collections.Immutable;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Locking;

namespace KvFleet.Agent.Reconciliation;

/// <summary>Does what the machine of one holder asks for, through the interfaces. What takes time comes back as an event.</summary>
internal sealed class HolderEffects(HolderUnit holder, AgentContext context)
{
    private long _populationStart;

    public void Do(HolderEffect effect)
    {
        switch (effect)
        {
            case HolderEffect.Allocate e: holder.Connection?.Allocate(e.Extents); break;
            case HolderEffect.Prepare e: Prepare(e.Extent.Id); break;
            case HolderEffect.JoinPopulation: Join(); break;
            case HolderEffect.LeavePopulation: Leave(); break;
            case HolderEffect.Populate e: Populate(e.Ids); break;
            case HolderEffect.Lock e: Lock(e.Id); break;
            case HolderEffect.Unlock e: Unlock(e.Id); break;
            case HolderEffect.Publish e: holder.Pool.Publish(holder, Files(e.Ids)); break;
            case HolderEffect.Revoke e: holder.Pool.Revoke(holder, Files(e.Ids)); break;
            case HolderEffect.Release e: Release(e.Ids); break;
            case HolderEffect.Drop e: Drop(e); break;
            case HolderEffect.Refuse e: Refuse(e); break;
        }
    }

    private void Prepare(string id)
    {
        var (extent, volume, incarnation) = (holder.Extents[id], holder.Connection!.VolumeId, holder.Incarnation);
        context.Start(async cancellationToken =>
        {
            HolderEvent outcome;
            try
            {
                await context.Locker.PrepareAsync(extent, volume, cancellationToken);
                outcome = new HolderEvent.Prepared(id);
            }
            catch (ExtentLockerException e)
            {
                outcome = new HolderEvent.PrepareFailed(id, e.Message);
            }
            catch (LockerUnavailableException)
            {
                return; // That it is lost is told to every holder, and that it is back.
            }

            context.Loop.Post(() => holder.On(outcome, incarnation));
        });
    }

    private void Lock(string id)
    {
        var (lockId, incarnation) = (holder.Extents[id].LockId, holder.Incarnation);
        context.Start(async cancellationToken =>
        {
            HolderEvent outcome;
            try
            {
                outcome = new HolderEvent.Locked(id, await context.Locker.LockAsync(lockId, cancellationToken));
            }
            catch (ExtentLockerException e)
            {
                context.Metrics.LockFailed(holder.Pool.Key);
                outcome = new HolderEvent.LockFailed(id, e.Message);
            }
            catch (LockerUnavailableException)
            {
                return;
            }

            context.Loop.Post(() => holder.On(outcome, incarnation));
        });
    }

    private void Unlock(string id)
    {
        var lockId = holder.Extents[id].LockId;
        context.Start(cancellationToken => UnlockAsync([lockId], cancellationToken));
    }

    private void Join()
    {
        if (context.Gate.Join(holder.State.Key))
            Announce(holder.State.Key);
    }

    private void Leave()
    {
        if (_populationStart != 0)
            context.Metrics.Populated(holder.Pool.Key, context.Time.GetElapsedTime(_populationStart));
        _populationStart = 0;
        if (context.Gate.Leave(holder.State.Key) is { } next)
            Announce(next);
    }

    /// <summary>By way of the queue, so that a machine is never run inside another; by then somebody else may have the turn.</summary>
    private void Announce(HolderKey turn) => context.Loop.Post(() =>
    {
        if (context.Gate.Current == turn)
            context.FindHolder(turn)?.On(new HolderEvent.PopulationTurn());
    });

    private void Populate(ImmutableArray<string> ids)
    {
        _populationStart = context.Time.GetTimestamp();
        holder.Connection?.Populate(ids, context.Gate.Threads);
    }

    private void Release(ImmutableArray<string> ids)
    {
        holder.Pool.Store.Detach(holder.State.Key);
        var (locks, connection) = (Close(ids), holder.Connection);
        context.Start(async cancellationToken =>
        {
            // Unlocked first: what the holder then reports as released is free.
            await UnlockAsync(locks, cancellationToken);
            connection?.Release(ids);
        });
    }

    private void Drop(HolderEffect.Drop effect)
    {
        holder.Pool.Orphan(holder, effect.WereExposed ? Files(effect.Ids) : []);
        var locks = Close(effect.Ids);
        context.Start(cancellationToken => UnlockAsync(locks, cancellationToken));
    }

    private void Refuse(HolderEffect.Refuse effect)
    {
        context.Metrics.Refused(effect.Reason);
        holder.Connection?.Refuse(effect.Reason, effect.Message);
    }

    private async Task UnlockAsync(ImmutableArray<string> locks, CancellationToken cancellationToken)
    {
        foreach (var id in locks)
        {
            try
            {
                await context.Locker.UnlockAsync(id, cancellationToken);
            }
            catch (ExtentLockerException e)
            {
                context.Logger.UnlockFailed(e, id);
            }
            catch (LockerUnavailableException)
            {
                // A locker that is gone locks nothing; one that comes back is told what to keep.
            }
        }
    }

    private ImmutableArray<string> Close(ImmutableArray<string> ids)
    {
        var locks = ImmutableArray.CreateBuilder<string>();
        foreach (var extent in Files(ids))
        {
            holder.Extents.Remove(extent.Plan.Id);
            context.Claims.Release(extent.Identity);
            locks.Add(extent.LockId);
            extent.Dispose();
        }

        return locks.ToImmutable();
    }

    private ImmutableArray<Extent> Files(ImmutableArray<string> ids) =>
        [.. ids.Where(holder.Extents.ContainsKey).Select(id => holder.Extents[id])];
}
