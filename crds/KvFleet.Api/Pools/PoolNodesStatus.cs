namespace KvFleet.Api.Pools;

/// <summary>Nodes of a pool, counted.</summary>
public sealed class PoolNodesStatus
{
    /// <summary>Nodes that selector, requirements and tolerations match.</summary>
    public int Matched { get; set; }

    /// <summary>Nodes that have bytes assigned.</summary>
    public int Assigned { get; set; }

    /// <summary>Nodes whose assigned bytes are all resident and locked.</summary>
    public int Ready { get; set; }

    /// <summary>Nodes with assigned bytes whose agent cannot be reached: what they hold is not known and not counted.</summary>
    public int Unknown { get; set; }
}
