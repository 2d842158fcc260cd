namespace KvFleet.Api.Conditions;

/// <summary>Reasons of conditions: one word a program can branch on; the message beside it has the numbers and the remedy.</summary>
public static class ConditionReasons
{
    /// <summary>All assigned bytes are resident and locked.</summary>
    public const string Resident = "Resident";

    /// <summary>Holders are making pages.</summary>
    public const string Populating = "Populating";

    /// <summary>Less is assigned than was asked for.</summary>
    public const string Shortfall = "Shortfall";

    /// <summary>The spec cannot be acted on.</summary>
    public const string InvalidSpec = "InvalidSpec";

    /// <summary>Bytes are being taken back.</summary>
    public const string Draining = "Draining";

    /// <summary>All that was asked for is assigned.</summary>
    public const string Assigned = "Assigned";

    /// <summary>The chosen nodes cannot give what was asked for.</summary>
    public const string CapacityExceedsFleet = "CapacityExceedsFleet";

    /// <summary>The namespace's cap, set by its admin, is reached.</summary>
    public const string NamespaceCapReached = "NamespaceCapReached";

    /// <summary>Selector, requirements and tolerations leave no node.</summary>
    public const string NoNodeMatches = "NoNodeMatches";

    /// <summary>Nodes match, but none of them can be used now.</summary>
    public const string NoNodeUsable = "NoNodeUsable";

    /// <summary>A holder pod is not bound or not running.</summary>
    public const string HolderPending = "HolderPending";

    /// <summary>A holder pod was refused or has failed.</summary>
    public const string HolderFailed = "HolderFailed";

    /// <summary>A ResourceQuota refuses a holder pod.</summary>
    public const string QuotaExceeded = "QuotaExceeded";

    /// <summary>The nodes have not reserved enough huge pages.</summary>
    public const string HugePagesMissing = "HugePagesMissing";

    /// <summary>A pod that is not ours has the name of a holder.</summary>
    public const string HolderNameTaken = "HolderNameTaken";

    /// <summary><c>spec.paused</c> is set.</summary>
    public const string Paused = "Paused";

    /// <summary>The fleet-wide switch stops all changes, or drains everything.</summary>
    public const string FleetSwitch = "FleetSwitch";

    /// <summary>All agents report.</summary>
    public const string AllReady = "AllReady";

    /// <summary>An agent is there but does not answer, or one of its parts does not work.</summary>
    public const string AgentNotReady = "AgentNotReady";

    /// <summary>No agent pod runs on a node.</summary>
    public const string AgentMissing = "AgentMissing";

    /// <summary>An agent that held bytes cannot be reached: what it holds is not known.</summary>
    public const string AgentUnreachable = "AgentUnreachable";

    /// <summary>Bytes did not come back in time because a process keeps them.</summary>
    public const string StuckBytes = "StuckBytes";

    /// <summary>An agent could not do what it had to; the message carries its words.</summary>
    public const string AgentReportsFailure = "AgentReportsFailure";

    /// <summary>No agent of the pool's nodes was given a directory for values on disk.</summary>
    public const string LocalDiskNotConfigured = "LocalDiskNotConfigured";

    /// <summary>The agents' directories must not or cannot be used; the message carries their words.</summary>
    public const string LocalDiskRefused = "LocalDiskRefused";

    /// <summary>A disk is full, fails or became read-only: the tier there is degraded, and the pool goes on without it.</summary>
    public const string LocalDiskDegraded = "LocalDiskDegraded";

    /// <summary>Computing is faster than loading from the disk, so it is turned off there.</summary>
    public const string TierDoesNotPay = "TierDoesNotPay";

    /// <summary>An accelerator's host link has fewer lanes than it can have.</summary>
    public const string LinkDegraded = "LinkDegraded";

    /// <summary>An accelerator is broken, as its exporter says.</summary>
    public const string AcceleratorFault = "AcceleratorFault";

    /// <summary>The catalog does not know the accelerators: only measured figures count.</summary>
    public const string AcceleratorUnknown = "AcceleratorUnknown";

    /// <summary>Tiers are being opened.</summary>
    public const string LocalDiskOpening = "LocalDiskOpening";

    /// <summary>Every node that holds the pool accepts clients.</summary>
    public const string Serving = "Serving";

    /// <summary>Some node does not accept clients yet.</summary>
    public const string NotServing = "NotServing";

    /// <summary>A Secret that the spec names does not exist.</summary>
    public const string SecretMissing = "SecretMissing";

    /// <summary>The operator was not allowed to read a Secret that the spec names.</summary>
    public const string SecretForbidden = "SecretForbidden";

    /// <summary>A Secret does not have what it must have, or its content is not usable.</summary>
    public const string SecretMalformed = "SecretMalformed";

    /// <summary>A certificate is over.</summary>
    public const string CertificateExpired = "CertificateExpired";

    /// <summary>All ports of the agents' range are given to other pools.</summary>
    public const string NoPortFree = "NoPortFree";

    /// <summary>A Service that is not ours has the name of the pool's.</summary>
    public const string ServiceNameTaken = "ServiceNameTaken";

    /// <summary>No KVCacheFilesystem has the name.</summary>
    public const string FilesystemNotFound = "FilesystemNotFound";

    /// <summary>The pool's namespace may not use the KVCacheFilesystem.</summary>
    public const string NamespaceNotAllowed = "NamespaceNotAllowed";

    /// <summary>Neither the pool nor the KVCacheFilesystem names a quota.</summary>
    public const string QuotaUnknown = "QuotaUnknown";

    /// <summary>The KVCacheFilesystem itself cannot be acted on.</summary>
    public const string FilesystemInvalid = "FilesystemInvalid";

    /// <summary>Some nodes have not mounted the filesystem yet.</summary>
    public const string Mounting = "Mounting";

    /// <summary>The filesystem cannot be used on some node; the message names it and says why.</summary>
    public const string MountProblem = "MountProblem";

    /// <summary>No pool uses the filesystem, so no node mounts it.</summary>
    public const string NotUsed = "NotUsed";

    /// <summary>Nothing is wrong.</summary>
    public const string AsExpected = "AsExpected";
}
