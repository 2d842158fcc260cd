namespace KvFleet.Kubernetes.Hosting;

/// <summary>How the operator runs. Names are KubeOps' where it has the same setting.</summary>
public sealed class OperatorSettings
{
    /// <summary>The operator's name: of its lease, and by default what its events are reported by.</summary>
    public string Name { get; set; } = "operator";

    /// <summary>The namespace whose objects are followed; null for all. <c>AddInformer</c> overrides it for one kind.</summary>
    public string? Namespace { get; set; }

    /// <summary>Whether replicas elect a leader.</summary>
    public LeaderElectionType LeaderElectionType { get; set; } = LeaderElectionType.Single;

    /// <summary>The namespace of the lease; null for the one that the process runs in.</summary>
    public string? LeaderElectionNamespace { get; set; }

    /// <summary>How long others wait after the last change that they saw before they take the lease.</summary>
    public TimeSpan LeaderElectionLeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader goes on trying to renew before it gives up.</summary>
    public TimeSpan LeaderElectionRenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two tries.</summary>
    public TimeSpan LeaderElectionRetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Who this process is, in the lease and as the reporting instance of events; by default the host's (that is, the pod's) name and a random part.</summary>
    public string Identity { get; set; } = $"{Environment.MachineName}_{Guid.NewGuid():N}";

    /// <summary>What events are reported by, as a qualified name like <c>kvfleet.io/operator</c>; null for <see cref="Name"/>.</summary>
    public string? ReportingController { get; set; }

    /// <summary>Attach all finalizers of a kind before its controller runs. Otherwise controllers use an <see cref="Finalizers.EntityFinalizerAttacher{TImplementation, TEntity}"/>.</summary>
    public bool AutoAttachFinalizers { get; set; } = true;

    /// <summary>Take a finalizer off an object once it has succeeded.</summary>
    public bool AutoDetachFinalizers { get; set; } = true;

    /// <summary>How long a stop may take altogether. Runs under way get all of it but five seconds before they are cancelled.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For tests and development: notices when a controller changes an object of the cache instead of a copy, and says so at Critical. Costs a serialisation of each object every ten
    /// seconds.
    /// </summary>
    public bool DetectCacheChanges { get; set; }
}
