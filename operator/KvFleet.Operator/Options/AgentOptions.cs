using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace KvFleet.Operator.Options;

/// <summary>The agents' DaemonSet, and the image of the holders.</summary>
public sealed class AgentOptions
{
    /// <summary>The image with kvfleet-serve, kvfleet-node and kvfleet-hold.</summary>
    [Required]
    public string Image { get; set; } = "docker.io/local/kvfleet-agent:dev";

    /// <summary>When the kubelet pulls it: Always, IfNotPresent or Never.</summary>
    [AllowedValues("Always", "IfNotPresent", "Never")]
    public string ImagePullPolicy { get; set; } = "IfNotPresent";

    /// <summary>Names of pull secrets in the operator's namespace, for the agents. Holders run in the pools' namespaces: there the image must be pullable without.</summary>
    public IList<string> ImagePullSecrets { get; set; } = [];

    /// <summary>Labels of the nodes that get an agent. Empty: all Linux nodes.</summary>
    public IDictionary<string, string> NodeSelector { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Taints that agents tolerate. Empty: all of them, because a pod that needs its volume must not wait for an agent that a taint keeps away.</summary>
    public IList<TolerationOptions> Tolerations { get; set; } = [];

    /// <summary>PriorityClass of the agents; empty for none.</summary>
    public string PriorityClassName { get; set; } = "system-node-critical";

    /// <summary>Port of the report endpoint.</summary>
    [Range(1, 65535)]
    public int ReportPort { get; set; } = 9443;

    /// <summary>First port of the range from which pools that are served over the Redis protocol get theirs. Ports of agents' own network namespaces: nothing on the nodes has them.</summary>
    [Range(1024, 65535)]
    public int RespPortFirst { get; set; } = 20000;

    /// <summary>Ports in that range: the most pools that can be served so.</summary>
    [Range(1, 16384)]
    public int RespPortCount { get; set; } = 4096;

    /// <summary>Where the kubelet keeps pods and plugins, on every node.</summary>
    [Required]
    public string KubeletDirectory { get; set; } = "/var/lib/kubelet";

    /// <summary>The nodes' disk for pools' values.</summary>
    [Required, ValidateObjectMembers]
    public DiskOptions Disk { get; set; } = new();

    /// <summary>Resources of the container serve.</summary>
    [Required, ValidateObjectMembers]
    public ContainerResources Serve { get; set; } = new() { CpuRequest = "50m", MemoryRequest = "96Mi", MemoryLimit = "512Mi" };

    /// <summary>
    /// Resources of the container node. It has no memory limit: the page tables of what it locks are charged to it, 2 MiB per GiB of small pages, so one limit would be too small for large
    /// nodes, and being killed at it would unlock everything.
    /// </summary>
    [Required, ValidateObjectMembers]
    public ContainerResources Node { get; set; } = new() { CpuRequest = "20m", MemoryRequest = "96Mi", MemoryLimit = "" };
}
