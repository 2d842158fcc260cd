using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>One pool, by name and by identity: a pool that was deleted and made again is another one.</summary>
public sealed class PoolReference
{
    /// <summary>Namespace of the pool.</summary>
    [Required]
    public string Namespace { get; set; } = "";

    /// <summary>Name of the pool.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>UID of the pool.</summary>
    [Required]
    public string Uid { get; set; } = "";
}
