using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;

namespace KvFleet.Operator.Specs;

/// <summary>The agent pod's volumes.</summary>
internal static class AgentVolumes
{
    /// <summary>The socket between the two containers.</summary>
    public const string Run = "run";

    /// <summary>The report endpoint's certificate.</summary>
    public const string Tls = "tls";

    /// <summary>The kubelet's directory: plugin sockets and the pods' volumes.</summary>
    public const string Kubelet = "kubelet";

    /// <summary>The host's processes, to find who keeps memory.</summary>
    public const string HostProc = "host-proc";

    /// <summary>All of them.</summary>
    public static IList<V1Volume> All(AgentOptions options) =>
    [
        new V1Volume { Name = Run, EmptyDir = new V1EmptyDirVolumeSource { Medium = "Memory", SizeLimit = ResourceQuantity.FromBytes(16L << 20) } },
        new V1Volume { Name = Tls, Secret = new V1SecretVolumeSource { SecretName = OperatorNames.AgentTlsSecret, DefaultMode = 0b100_100_100 } },
        new V1Volume { Name = Kubelet, HostPath = new V1HostPathVolumeSource { Path = options.KubeletDirectory, Type = "Directory" } },
        new V1Volume { Name = HostProc, HostPath = new V1HostPathVolumeSource { Path = "/proc", Type = "Directory" } },
        .. AgentDisk.Volumes(options.Disk),
    ];
}
