namespace KvFleet.Sweeping.Layouts;

/// <summary>What a file in an engine's tree is, by its name.</summary>
public enum FileKind
{
    /// <summary>A block of KV: may go when it is the longest unused one.</summary>
    Block,

    /// <summary>What a writer has not finished: goes when it is old.</summary>
    Temporary,

    /// <summary>What describes the tree: stays as long as the tree is current.</summary>
    Description,

    /// <summary>Nothing that the layout knows: counted, never deleted.</summary>
    Foreign,
}
