namespace KvFleet.Planning.Budget;

/// <summary>What bounds a node's budget.</summary>
public enum NodeBudgetReason
{
    /// <summary>The share of allocatable that pools may use.</summary>
    Share,

    /// <summary>What the requests of other pods (and the reserve) leave.</summary>
    OtherRequests,

    /// <summary>The node's annotation.</summary>
    Override,

    /// <summary>The node's annotation asks for more than other pods leave.</summary>
    OverrideCapped,

    /// <summary>The node has none of this memory.</summary>
    NoneAllocatable,
}
