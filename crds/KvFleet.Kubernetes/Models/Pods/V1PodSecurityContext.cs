namespace KvFleet.Kubernetes.Models;

/// <summary>Users, groups and profiles of all containers.</summary>
public sealed class V1PodSecurityContext
{
    /// <summary>User id.</summary>
    public long? RunAsUser { get; set; }

    /// <summary>Group id.</summary>
    public long? RunAsGroup { get; set; }

    /// <summary>Refuse to start as root.</summary>
    public bool? RunAsNonRoot { get; set; }

    /// <summary>Group that owns volumes.</summary>
    public long? FsGroup { get; set; }

    /// <summary><c>OnRootMismatch</c> or <c>Always</c>.</summary>
    public string? FsGroupChangePolicy { get; set; }

    /// <summary>Further group ids.</summary>
    public IList<long>? SupplementalGroups { get; set; }

    /// <summary>System call filter.</summary>
    public V1SeccompProfile? SeccompProfile { get; set; }

    /// <summary>SELinux label.</summary>
    public V1SELinuxOptions? SeLinuxOptions { get; set; }
}
