namespace KvFleet.Store.Extents.Holders;

/// <summary>What goes wrong with extents, and what is undone for it: nothing half done stays behind, nothing whole is thrown away.</summary>
internal static class HolderFaults
{
    private const int OutOfMemory = 12;
    private const int BadAddress = 14;

    public static void OperationFailed(HolderStep step, HolderEvent.OperationFailed e)
    {
        step.State = step.State with { LastAnswer = step.Now };
        if (e.Operation == HolderOperation.Release)
        {
            // It has nothing to release any more: that is what was wanted.
            step.Change(static x => x.Stage == ExtentStage.Releasing, static x => x with { Stage = ExtentStage.Released, ResidentBytes = 0, LockedBytes = 0 });
            return;
        }

        var hugePages = step.State.Wanted.FirstOrDefault()?.HugePageBytes ?? 0;
        // A populate call on huge pages that do not exist ends in EFAULT (the kernel would have sent SIGBUS), a mapping of them in ENOMEM.
        var reason = hugePages > 0 && e.Errno is OutOfMemory or BadAddress ? HolderReasons.HugePagesMissing
            : e.Operation == HolderOperation.Allocate ? HolderReasons.AllocationFailed
            : HolderReasons.PopulationFailed;
        step.Move(ExtentStage.Allocating, ExtentStage.Planned);
        step.Fail(reason, HolderText.OperationFailed(step.State.Key, reason, e, hugePages));
        step.GiveBack();
    }

    public static void PrepareFailed(HolderStep step, HolderEvent.PrepareFailed e)
    {
        if (step.Move(e.Id, ExtentStage.Preparing, ExtentStage.Allocated) is not null && step.State.LockerAvailable)
            step.Fail(HolderReasons.NumaPolicyRefused, HolderText.NumaPolicyRefused(e.Message));
    }

    public static void Populated(HolderStep step, HolderEvent.Populated e)
    {
        step.State = step.State with { LastAnswer = step.Now };
        foreach (var (id, resident) in e.Resident)
        {
            var moved = step.Change(
                extent => extent.Plan.Id == id && extent.Stage == ExtentStage.Populating,
                extent => extent with { Stage = extent.MappingLost ? ExtentStage.Allocated : ExtentStage.Populated, ResidentBytes = resident, MappingLost = false });
            // Engines may punch at any time, so only before they can reach the extent does a gap mean that the holder did not tell the truth.
            if (moved is [var extent] && resident < extent.Plan.Bytes && !step.State.Exposed)
            {
                step.Fail(HolderReasons.PopulationFailed, HolderText.PopulatedLess(step.State.Key, extent.Plan, resident));
                step.GiveBack();
                return;
            }
        }
    }

    public static void Locked(HolderStep step, HolderEvent.Locked e)
    {
        var extent = step.State.Extents.FirstOrDefault(x => x.Plan.Id == e.Id && x.Stage == ExtentStage.Locking);
        if (extent is null)
            return;
        if (e.Bytes < extent.Plan.Bytes)
        {
            LockFailed(step, e.Id, $"only {e.Bytes} of {extent.Plan.Bytes} bytes of extent {e.Id} were locked");
            return;
        }

        step.Change(x => x.Plan.Id == e.Id, x => x with { Stage = ExtentStage.Locked, LockedBytes = x.Plan.Bytes });
    }

    public static void LockFailed(HolderStep step, string id, string message)
    {
        if (step.Move(id, ExtentStage.Locking, ExtentStage.Populated) is not null && step.State.LockerAvailable)
            step.Fail(HolderReasons.LockRefused, HolderText.LockRefused(message));
    }

    public static void LockerLost(HolderStep step)
    {
        step.State = step.State with { LockerAvailable = false };
        step.Change(static x => x.Stage == ExtentStage.Populating, static x => x with { MappingLost = true, LockedBytes = 0 });
        step.Change(
            static x => x.Stage is ExtentStage.Preparing or ExtentStage.Prepared or ExtentStage.Populated or ExtentStage.Locking or ExtentStage.Locked,
            static x => x with { Stage = ExtentStage.Allocated, LockedBytes = 0 });
        if (step.State is { Published: true, Failure: null })
            step.State = step.State with { Reason = HolderReasons.LockerUnavailable, Message = HolderText.LockerUnavailable };
    }

    public static void Punched(HolderStep step, ExtentProgress extent, long resident)
    {
        // Pages that are made again belong to no mapping of the locker: its lock covers them only when it is taken anew.
        step.Do(new HolderEffect.Unlock(extent.Plan.Id));
        var punches = step.State.Punches + 1;
        step.State = step.State with
        {
            Punches = punches,
            // The first hole is filled at once. Who keeps punching costs the machine less and less work.
            RepopulateAfter = punches == 1 ? step.Now : step.Now + HolderTimeouts.Backoff(punches - 1),
            Reason = HolderReasons.Punched,
            Message = HolderText.Punched(extent.Plan, resident),
        };
    }
}
