namespace KvFleet.Operator.Placement;

/// <summary>What a wanted holder waits for.</summary>
public enum GrowthDelayReason
{
    /// <summary>The node cannot take new holders now.</summary>
    NodeNotReady,

    /// <summary>The one before it was lost or refused a short time ago.</summary>
    BackOff,

    /// <summary>Bytes on the same node have to come back first.</summary>
    NodeRoom,

    /// <summary>The pool's bytes on other nodes have to come back first.</summary>
    PoolRoom,

    /// <summary>Bytes of other pools of the namespace have to come back first.</summary>
    NamespaceRoom,
}
