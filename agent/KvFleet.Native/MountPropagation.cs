namespace KvFleet.Native;

/// <summary>Whether mounts below a mount point reach its copies in other namespaces (mount_namespaces(7)).</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1027", Justification = "The three exclude each other.")]
public enum MountPropagation
{
    /// <summary>Neither way.</summary>
    Private = 1 << 18,

    /// <summary>Into this copy, not out of it (HostToContainer).</summary>
    Slave = 1 << 19,

    /// <summary>Both ways (Bidirectional).</summary>
    Shared = 1 << 20,
}
