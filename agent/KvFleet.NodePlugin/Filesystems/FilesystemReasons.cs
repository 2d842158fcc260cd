namespace KvFleet.NodePlugin.Filesystems;

/// <summary>How a shared filesystem, or its part in a volume, is: words that people and programs read.</summary>
internal static class FilesystemReasons
{
    /// <summary>Mounted, and answers.</summary>
    public const string Ready = "Ready";

    /// <summary>The pod that mounts it is not there yet, or has not mounted it yet.</summary>
    public const string NotMounted = "NotMounted";

    /// <summary>mount(8) failed; the message has its words.</summary>
    public const string MountFailed = "MountFailed";

    /// <summary>The server does not answer in time.</summary>
    public const string NotResponding = "NotResponding";

    /// <summary>A call failed; the message names it.</summary>
    public const string ProbeFailed = "ProbeFailed";

    /// <summary>The user of sweeping may not delete what engines write. The filesystem can be used all the same.</summary>
    public const string SweepingRefused = "SweepingRefused";

    /// <summary>The pool's directory could not be made or shown in the volume.</summary>
    public const string AttachFailed = "AttachFailed";

    /// <summary>The pod is not of the pool's namespace.</summary>
    public const string OtherNamespace = "OtherNamespace";

    /// <summary>Nothing was said of the pool on this node.</summary>
    public const string NotOnNode = "NotOnNode";
}
