namespace KvFleet.Planning.Holders;

/// <summary>Where a holder pod is in its life.</summary>
public enum HolderState
{
    /// <summary>Made, not bound or not populated yet: losing it loses no cached byte.</summary>
    Pending,

    /// <summary>Holds its bytes.</summary>
    Ready,

    /// <summary>On its way out; its bytes are still occupied.</summary>
    Draining,

    /// <summary>Ended (failed, evicted, killed): holds nothing and has to be removed before it can be replaced.</summary>
    Failed,
}
