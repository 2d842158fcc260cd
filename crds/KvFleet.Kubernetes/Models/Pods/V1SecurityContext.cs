namespace KvFleet.Kubernetes.Models;

/// <summary>Rights of a container.</summary>
public sealed class V1SecurityContext
{
    /// <summary>All rights of the node.</summary>
    public bool? Privileged { get; set; }

    /// <summary>Whether a process may gain more than its parent.</summary>
    public bool? AllowPrivilegeEscalation { get; set; }

    /// <summary>Kernel capabilities.</summary>
    public V1Capabilities? Capabilities { get; set; }

    /// <summary>User id.</summary>
    public long? RunAsUser { get; set; }

    /// <summary>Group id.</summary>
    public long? RunAsGroup { get; set; }

    /// <summary>Refuse to start as root.</summary>
    public bool? RunAsNonRoot { get; set; }

    /// <summary>No writes to the image.</summary>
    public bool? ReadOnlyRootFilesystem { get; set; }

    /// <summary>System call filter.</summary>
    public V1SeccompProfile? SeccompProfile { get; set; }

    /// <summary>SELinux label.</summary>
    public V1SELinuxOptions? SeLinuxOptions { get; set; }
}
