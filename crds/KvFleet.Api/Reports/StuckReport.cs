namespace KvFleet.Api.Reports;

/// <summary>A process that keeps memory which should be gone.</summary>
public sealed record StuckReport
{
    /// <summary>Namespace of the process' pod, where it is known.</summary>
    public string? PodNamespace { get; init; }

    /// <summary>Name of the process' pod, where it is known.</summary>
    public string? PodName { get; init; }

    /// <summary>UID of the process' pod, from its cgroup.</summary>
    public string? PodUid { get; init; }

    /// <summary>Process id on the node.</summary>
    public int? Pid { get; init; }

    /// <summary>Name of the process.</summary>
    public string? Command { get; init; }

    /// <summary>Bytes of the memory that it maps or keeps a descriptor of.</summary>
    public long Bytes { get; init; }
}
