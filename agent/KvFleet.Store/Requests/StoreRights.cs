namespace KvFleet.Store.Requests;

/// <summary>What a client may do.</summary>
public enum StoreRights
{
    /// <summary>Everything.</summary>
    Full,

    /// <summary>Look and copy: it has not said what its bytes are.</summary>
    Unidentified,

    /// <summary>Look and copy: the pool is another's.</summary>
    Guest,
}
