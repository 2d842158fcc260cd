namespace KvFleet.Planning.Allocation;

/// <summary>What a pool may do on a node.</summary>
internal enum AccessKind
{
    /// <summary>Nothing there and nothing to say: the node is not selected.</summary>
    None,

    /// <summary>Selected, but not usable now, and nothing there.</summary>
    Closed,

    /// <summary>Whatever is there goes.</summary>
    Drop,

    /// <summary>What is there stays, without growth.</summary>
    Keep,

    /// <summary>May grow and shrink.</summary>
    Open,

    /// <summary>Exactly what is there stays, before anybody else is served.</summary>
    Fixed,
}
