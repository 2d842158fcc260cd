namespace KvFleet.Store.Extents.Holders;

/// <summary>What a holder is wanted for.</summary>
public enum HolderGoal
{
    /// <summary>It shall hold its bytes.</summary>
    Hold,

    /// <summary>It shall give its bytes back, as soon as every mapper has let go.</summary>
    Drain,
}
