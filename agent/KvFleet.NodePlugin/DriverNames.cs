namespace KvFleet.NodePlugin;

/// <summary>The names that users and the kubelet know us by.</summary>
internal static class DriverNames
{
    /// <summary>The CSI driver, and prefix of its volume attributes.</summary>
    public const string Driver = "kvfleet.io";

    /// <summary>Volume attribute: name of the pool.</summary>
    public const string PoolAttribute = "kvfleet.io/pool";

    /// <summary>Volume attribute: namespace of the pool; left out, the pod's own.</summary>
    public const string PoolNamespaceAttribute = "kvfleet.io/pool-namespace";

    /// <summary>Volume attribute: <c>engine</c> (the default) or <c>holder</c>.</summary>
    public const string RoleAttribute = "kvfleet.io/role";

    /// <summary>Volume attribute: <c>Required</c> lets the pod wait until the pool's shared filesystem is there.</summary>
    public const string SharedAttribute = "kvfleet.io/shared-filesystem";

    /// <summary>Volume attribute: name and version of the engine.</summary>
    public const string EngineAttribute = "kvfleet.io/engine";

    /// <summary>The directory in a volume where the pool's shared filesystem appears.</summary>
    public const string SharedDirectory = "shared";

    /// <summary>Prefix of what the kubelet adds about the pod.</summary>
    public const string KubeletPrefix = "csi.storage.k8s.io/";

    /// <summary>The socket in a volume.</summary>
    public const string SocketFile = "kvfleet.sock";

    /// <summary>The socket for the Redis protocol in an engine's volume.</summary>
    public const string RespSocketFile = "resp.sock";

    /// <summary>The file in a volume that says whether it can be used.</summary>
    public const string StatusFile = "status.json";

    /// <summary>Source of our mounts as mountinfo shows it; what does not bear it is not ours to unmount.</summary>
    public const string MountSource = "kvfleet";
}
