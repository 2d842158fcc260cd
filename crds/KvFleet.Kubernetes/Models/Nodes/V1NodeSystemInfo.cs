namespace KvFleet.Kubernetes.Models;

/// <summary>What runs on a machine.</summary>
public sealed class V1NodeSystemInfo
{
    /// <summary>Changes with each boot.</summary>
    public string BootID { get; set; } = string.Empty;

    /// <summary>Stays with the installation.</summary>
    public string MachineID { get; set; } = string.Empty;

    /// <summary>Stays with the hardware.</summary>
    public string SystemUUID { get; set; } = string.Empty;

    /// <summary>Kernel.</summary>
    public string KernelVersion { get; set; } = string.Empty;

    /// <summary>Distribution.</summary>
    public string OsImage { get; set; } = string.Empty;

    /// <summary>Container runtime.</summary>
    public string ContainerRuntimeVersion { get; set; } = string.Empty;

    /// <summary>Kubelet.</summary>
    public string KubeletVersion { get; set; } = string.Empty;

    /// <summary>For example <c>linux</c>.</summary>
    public string OperatingSystem { get; set; } = string.Empty;

    /// <summary>For example <c>amd64</c>.</summary>
    public string Architecture { get; set; } = string.Empty;
}
