namespace KvFleet.NodePlugin.Hosting;

/// <summary>Settings of the node plugin; each is an environment variable or an argument, see <see cref="NodeOptionsReader"/>.</summary>
public sealed record NodeOptions
{
    /// <summary>Name of the Kubernetes node, which is also its CSI node id.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>Name of our own pod, for the next one to read in the lock file.</summary>
    public string PodName { get; init; } = "";

    /// <summary>Uid of our own pod: a process in our own pod cannot always be told from its cgroup path.</summary>
    public string PodUid { get; init; } = "";

    /// <summary>The kubelet's root directory, at the same path as on the host.</summary>
    public string KubeletDirectory { get; init; } = "/var/lib/kubelet";

    /// <summary>The socket that <c>serve</c> connects to.</summary>
    public string ChannelSocket { get; init; } = "/run/kvfleet/node.sock";

    /// <summary>The only user that may connect to <see cref="ChannelSocket"/>.</summary>
    public int ServeUserId { get; init; } = 65532;

    /// <summary>How long memory stays locked while <c>serve</c> is away.</summary>
    public TimeSpan ServeGrace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a call on a shared filesystem may take.</summary>
    public TimeSpan FilesystemPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether this node takes part in keeping shared filesystems within quota.</summary>
    public bool SweepsFilesystems { get; init; } = true;

    /// <summary>The host's proc filesystem.</summary>
    public string ProcDirectory { get; init; } = "/host/proc";

    /// <summary>TCP port of <c>/livez</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
    public int HttpPort { get; init; } = 9091;

    /// <summary>Our directory under the kubelet's: sockets, lock and journal.</summary>
    public string PluginDirectory => Path.Combine(KubeletDirectory, "plugins", DriverNames.Driver);

    /// <summary>Where the kubelet calls Identity and Node.</summary>
    public string CsiSocket => Path.Combine(PluginDirectory, "csi.sock");

    /// <summary>Where the kubelet looks for plugins.</summary>
    public string RegistrationSocket => Path.Combine(KubeletDirectory, "plugins_registry", $"{DriverNames.Driver}-reg.sock");

    /// <summary>One JSON file per published volume.</summary>
    public string JournalDirectory => Path.Combine(PluginDirectory, "volumes");

    /// <summary>The file whose lock says that this node is ours.</summary>
    public string LockFile => Path.Combine(PluginDirectory, "lock");
}
