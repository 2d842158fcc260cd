namespace KvFleet.Api.Reports;

/// <summary>One holder, measured. All sizes are bytes.</summary>
public sealed record HolderReport
{
    /// <summary>Name of the holder's pod.</summary>
    public required string Name { get; init; }

    /// <summary>UID of the pod, once it has connected.</summary>
    public string? Uid { get; init; }

    /// <summary>The CSI volume it connected through.</summary>
    public string? VolumeId { get; init; }

    /// <summary>Where its memory stands.</summary>
    public required HolderPhase State { get; init; }

    /// <summary>What it has to hold.</summary>
    public long AssignedBytes { get; init; }

    /// <summary>What it says it has populated.</summary>
    public long PopulatedBytes { get; init; }

    /// <summary>Pages that exist (<c>st_blocks</c>).</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Pages that the privileged part holds locked.</summary>
    public long LockedBytes { get; init; }

    /// <summary>Why the state is what it is, one word.</summary>
    public string? Reason { get; init; }

    /// <summary>Why the state is what it is, with numbers and what to do.</summary>
    public string? Message { get; init; }
}
