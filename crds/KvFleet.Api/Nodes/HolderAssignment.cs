using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>One holder pod and what it has to hold.</summary>
public sealed class HolderAssignment
{
    /// <summary>Name of the pod.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>UID of the pod, once it is known; then no other pod of that name is accepted.</summary>
    public string? Uid { get; set; }

    /// <summary>Bytes of KV data that the pod holds, without its own overhead.</summary>
    [Required]
    public ResourceQuantity Bytes { get; set; }

    /// <summary>Hold: populate, lock and serve. Drain: take back from every mapper, then release.</summary>
    public HolderIntent State { get; set; }
}
