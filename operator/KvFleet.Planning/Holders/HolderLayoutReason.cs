namespace KvFleet.Planning.Holders;

/// <summary>What a <see cref="HolderLayoutPlan"/> does, in one word.</summary>
public enum HolderLayoutReason
{
    /// <summary>The holders are as they should be.</summary>
    Settled,

    /// <summary>A holder is added.</summary>
    Grow,

    /// <summary>Holders are drained; what they held too much is added back once they are gone.</summary>
    Shrink,

    /// <summary>Small holders are drained to be replaced by a larger one, because one more would be too many.</summary>
    Consolidate,

    /// <summary>Nothing is added until draining or failed holders are gone.</summary>
    WaitForDrain,
}
