namespace KvFleet.Resp.Values;

/// <summary>What became of a value.</summary>
internal enum CommitOutcome
{
    /// <summary>It is found by its key.</summary>
    Committed,

    /// <summary>The key was there and should not, or the other way round.</summary>
    ConditionFailed,

    /// <summary>The store has no place for it.</summary>
    Refused,
}
