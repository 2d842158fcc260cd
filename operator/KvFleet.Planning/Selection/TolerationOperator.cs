namespace KvFleet.Planning.Selection;

/// <summary>How a toleration compares.</summary>
public enum TolerationOperator
{
    /// <summary>Key and value must be equal.</summary>
    Equal,

    /// <summary>The key must be there; an empty key tolerates everything.</summary>
    Exists,
}
