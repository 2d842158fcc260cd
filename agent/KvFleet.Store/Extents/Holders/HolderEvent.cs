using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Holders;

/// <summary>Something that happened to a holder. The only input of <see cref="HolderMachine"/> beside the state and the time.</summary>
public abstract record HolderEvent
{
    private HolderEvent()
    {
    }

    /// <summary>The assignment wants this of it. <paramref name="Extents"/> is empty while its process is not known.</summary>
    /// <param name="Goal">What it is wanted for.</param>
    /// <param name="Extents">The extents it shall hold.</param>
    public sealed record Wanted(HolderGoal Goal, ImmutableArray<ExtentPlan> Extents) : HolderEvent;

    /// <summary>What the assignment wants cannot be cut into extents.</summary>
    /// <param name="Reason">Machine-readable.</param>
    /// <param name="Message">What is wrong, and the remedy.</param>
    public sealed record CannotPlan(string Reason, string Message) : HolderEvent;

    /// <summary>Its process connected and named what it holds already.</summary>
    /// <param name="Extents">The extents it shall hold.</param>
    /// <param name="Held">What it brought along, verified.</param>
    public sealed record Connected(ImmutableArray<ExtentPlan> Extents, ImmutableArray<HeldExtent> Held) : HolderEvent;

    /// <summary>Its process went away, or its connection was closed.</summary>
    /// <param name="Message">What is known about why.</param>
    public sealed record Disconnected(string Message) : HolderEvent;

    /// <summary>It passed memory files that passed verification.</summary>
    /// <param name="Held">The extents.</param>
    public sealed record Allocated(ImmutableArray<HeldExtent> Held) : HolderEvent;

    /// <summary>It broke the rules: a bad descriptor, an answer nobody asked for.</summary>
    /// <param name="Reason">Machine-readable.</param>
    /// <param name="Message">What was wrong, and the remedy.</param>
    public sealed record Misbehaved(string Reason, string Message) : HolderEvent;

    /// <summary>It could not do what it was asked; it has closed the files of the named extents.</summary>
    /// <param name="Operation">What it was asked.</param>
    /// <param name="Errno">The kernel's error number.</param>
    /// <param name="Message">Its words.</param>
    public sealed record OperationFailed(HolderOperation Operation, int Errno, string Message) : HolderEvent;

    /// <summary>The locker mapped an extent and set its policy.</summary>
    /// <param name="Id">The extent.</param>
    public sealed record Prepared(string Id) : HolderEvent;

    /// <summary>The locker could not map an extent or set its policy.</summary>
    /// <param name="Id">The extent.</param>
    /// <param name="Message">The call, the error and where.</param>
    public sealed record PrepareFailed(string Id, string Message) : HolderEvent;

    /// <summary>It is this holder's turn to populate.</summary>
    public sealed record PopulationTurn : HolderEvent;

    /// <summary>Sign of life while populating.</summary>
    /// <param name="Id">The extent.</param>
    /// <param name="ResidentBytes">Bytes of it that exist, measured on the file rather than believed.</param>
    public sealed record Progress(string Id, long ResidentBytes) : HolderEvent;

    /// <summary>It says that extents are populated.</summary>
    /// <param name="Resident">Each extent with the bytes that exist, measured.</param>
    public sealed record Populated(ImmutableArray<KeyValuePair<string, long>> Resident) : HolderEvent;

    /// <summary>An extent is locked.</summary>
    /// <param name="Id">The extent.</param>
    /// <param name="Bytes">Bytes locked.</param>
    public sealed record Locked(string Id, long Bytes) : HolderEvent;

    /// <summary>An extent could not be locked.</summary>
    /// <param name="Id">The extent.</param>
    /// <param name="Message">The call, the error and where.</param>
    public sealed record LockFailed(string Id, string Message) : HolderEvent;

    /// <summary>The locker went away, and every mapping and lock with it.</summary>
    public sealed record LockerLost : HolderEvent;

    /// <summary>The locker can be reached (again).</summary>
    public sealed record LockerBack : HolderEvent;

    /// <summary>Periodic truth about an extent's file.</summary>
    /// <param name="Id">The extent.</param>
    /// <param name="ResidentBytes">Bytes of it that exist.</param>
    public sealed record Measured(string Id, long ResidentBytes) : HolderEvent;

    /// <summary>Every mapper acknowledged or died, and the kernel knows no other.</summary>
    public sealed record MappersGone : HolderEvent;

    /// <summary>The drain deadline passed and somebody still has extents.</summary>
    /// <param name="Message">Who keeps how many bytes.</param>
    public sealed record DrainOverdue(string Message) : HolderEvent;

    /// <summary>Extents are unlocked and closed, here and by the holder.</summary>
    /// <param name="Ids">The extents.</param>
    public sealed record Released(ImmutableArray<string> Ids) : HolderEvent;

    /// <summary>Time passed: retries and missing answers.</summary>
    public sealed record Tick : HolderEvent;
}
