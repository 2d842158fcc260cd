namespace KvFleet.NodePlugin.Volumes;

/// <summary>How a request contradicts what is published already.</summary>
internal enum VolumeConflict
{
    /// <summary>The same volume id at the same place, for something else.</summary>
    DifferentContent,

    /// <summary>The same volume id at another place.</summary>
    DifferentTarget,

    /// <summary>Somebody else's filesystem stands at the target.</summary>
    TargetOccupied,
}
