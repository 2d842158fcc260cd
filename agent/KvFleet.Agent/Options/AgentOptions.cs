namespace KvFleet.Agent.Options;

/// <summary>What the agent is told at start. See <see cref="AgentOptionsParser"/> for the names of arguments and variables.</summary>
internal sealed record AgentOptions
{
    /// <summary>Name of the Node that the agent runs on.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>Uid of the agent's own pod: its processes are no mappers.</summary>
    public string PodUid { get; init; } = "";

    /// <summary>Socket of the node container.</summary>
    public string ChannelSocket { get; init; } = "/run/kvfleet/node.sock";

    /// <summary>Port of the report (HTTPS).</summary>
    public int ReportPort { get; init; } = 9443;

    /// <summary>Port of metrics and probes (HTTP).</summary>
    public int MetricsPort { get; init; } = 9090;

    /// <summary>Directory with <c>tls.crt</c> and <c>tls.key</c> of the report.</summary>
    public string TlsDirectory { get; init; } = "/etc/kvfleet/tls";

    /// <summary>Users that may read the report.</summary>
    public IReadOnlyList<string> ReportUsers { get; init; } = ["system:serviceaccount:kvfleet-system:kvfleet-operator"];

    /// <summary>Time that mappers get to let go of memory that is taken back.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Threads that populate; null for the number of processors, at most 16.</summary>
    public int? PopulateThreads { get; init; }

    /// <summary>Directory on a disk where pools' values are kept; null for none.</summary>
    public string? DiskDirectory { get; init; }

    /// <summary>Directory of the mounted Secret with the keys that values on disk are encrypted with.</summary>
    public string DiskKeysDirectory { get; init; } = "/etc/kvfleet/disk-keys";

    /// <summary>Anything on the kubelet's filesystem as it is seen from here; values are not kept on that filesystem.</summary>
    public string KubeletFilesystem { get; init; } = "/run/kubelet-filesystem";

    /// <summary>Whether values may be kept on the kubelet's filesystem after all.</summary>
    public bool AllowKubeletFilesystem { get; init; }

    /// <summary>Where the machine's <c>/sys</c> and <c>/proc</c> are found for looking at accelerators and load; empty for the agent's own.</summary>
    public string HostRoot { get; init; } = "";

    /// <summary>The file of pools of a machine without Kubernetes; null in a cluster.</summary>
    public string? StandaloneFile { get; init; }

    /// <summary>The least severe level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
