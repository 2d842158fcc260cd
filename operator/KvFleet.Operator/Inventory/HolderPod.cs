using KvFleet.Planning;

namespace KvFleet.Operator.Inventory;

/// <summary>What the operator knows of one of its holder pods at one instant.</summary>
public sealed record HolderPod
{
    /// <summary>Namespace and name of the pool it belongs to.</summary>
    public required PoolKey Pool { get; init; }

    /// <summary>UID of the pool it belongs to.</summary>
    public required string PoolUid { get; init; }

    /// <summary>The pod's name; its namespace is the pool's.</summary>
    public required string Name { get; init; }

    /// <summary>The pod's UID.</summary>
    public required string Uid { get; init; }

    /// <summary>The node it was made for.</summary>
    public required string Node { get; init; }

    /// <summary>Bytes it holds or is to hold, without overhead.</summary>
    public required long Bytes { get; init; }

    /// <summary>What its memory is made of.</summary>
    public MemoryKind Kind { get; init; }

    /// <summary>Whether the scheduler has bound it.</summary>
    public bool Bound { get; init; }

    /// <summary>Whether its container has run, so that it may hold bytes.</summary>
    public bool Running { get; init; }

    /// <summary>Whether someone has asked for its deletion.</summary>
    public bool Deleting { get; init; }

    /// <summary>Whether it has ended for good (phase Failed or Succeeded): it holds nothing any more.</summary>
    public bool Ended { get; init; }

    /// <summary>Why it ended or is being taken away, as the kubelet or the scheduler says: one word (Evicted, OutOfmemory, PreemptionByScheduler, ...).</summary>
    public string? EndReason { get; init; }

    /// <summary>The same in words.</summary>
    public string? EndMessage { get; init; }

    /// <summary>Why it does not run although it should: the scheduler's or the kubelet's words.</summary>
    public string? PendingMessage { get; init; }

    /// <summary>Whether <see cref="PendingMessage"/> is the scheduler's refusal to bind it.</summary>
    public bool Unschedulable { get; init; }

    /// <summary>How often its container was restarted.</summary>
    public int Restarts { get; init; }

    /// <summary>Why its container ended last, one word (OOMKilled, Error, ...).</summary>
    public string? LastExitReason { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
