namespace KvFleet.Store.Extents.Holders;

/// <summary>Machine-readable reasons that a holder's state carries into reports and conditions.</summary>
public static class HolderReasons
{
    /// <summary>The holder's process has not connected.</summary>
    public const string NotConnected = "HolderNotConnected";

    /// <summary>The holder's process went away; what it held is not counted any more.</summary>
    public const string Disconnected = "HolderDisconnected";

    /// <summary>The holder could not create its memory files.</summary>
    public const string AllocationFailed = "AllocationFailed";

    /// <summary>The machine has too few free huge pages of the wanted size.</summary>
    public const string HugePagesMissing = "HugePagesMissing";

    /// <summary>Pages could not be made.</summary>
    public const string PopulationFailed = "PopulationFailed";

    /// <summary>The NUMA policy was refused.</summary>
    public const string NumaPolicyRefused = "NumaPolicyRefused";

    /// <summary>The memory could not be locked.</summary>
    public const string LockRefused = "LockRefused";

    /// <summary>The privileged part of the agent is away: nothing is locked meanwhile.</summary>
    public const string LockerUnavailable = "LockerUnavailable";

    /// <summary>The holder did not answer in time.</summary>
    public const string Stalled = "HolderStalled";

    /// <summary>Somebody punched holes into extents; they are populated again.</summary>
    public const string Punched = "ExtentPunched";

    /// <summary>A mapper keeps extents after the drain deadline.</summary>
    public const string MapperHoldsExtents = "MapperHoldsExtents";

    /// <summary>The size the assignment asks for cannot be held.</summary>
    public const string InvalidSize = "InvalidSize";
}
