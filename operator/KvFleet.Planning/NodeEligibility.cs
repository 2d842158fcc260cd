namespace KvFleet.Planning;

/// <summary>What may be done with a node. The operator derives it from the Node, its conditions and annotations, and the agent's reports.</summary>
public enum NodeEligibility
{
    /// <summary>May grow and shrink.</summary>
    Eligible,

    /// <summary>An admin excluded it by annotation: everything there drains to zero, paused pools included.</summary>
    Excluded,

    /// <summary>The kubelet reports not ready. Its memory is still held: assignments stay for a grace and do not grow.</summary>
    NotReady,

    /// <summary>The control plane lost contact with the kubelet. Treated like <see cref="NotReady"/>.</summary>
    Unreachable,

    /// <summary>Marked unschedulable: holders stay, new ones cannot come.</summary>
    Cordoned,

    /// <summary>One of its accelerators is broken: holders stay, none is added.</summary>
    Sick,

    /// <summary>No agent answers there (not deployed, or restarting). Treated like <see cref="NotReady"/>.</summary>
    NoAgent,
}
