namespace KvFleet.NodePlugin.Hosting;

/// <summary>What must be in order before this node can publish volumes.</summary>
internal enum HealthPart
{
    /// <summary>No other agent serves this node.</summary>
    HostLock,

    /// <summary>The volumes that were published before are served again.</summary>
    Volumes,

    /// <summary>The sockets for <c>serve</c> and the kubelet are there.</summary>
    Sockets,

    /// <summary>The kubelet knows the driver.</summary>
    Registration,
}
