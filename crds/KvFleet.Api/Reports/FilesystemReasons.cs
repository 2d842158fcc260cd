namespace KvFleet.Api.Reports;

/// <summary>How a shared filesystem is on a node.</summary>
public static class FilesystemReasons
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

    /// <summary>The user of sweeping may not delete what engines write.</summary>
    public const string SweepingRefused = "SweepingRefused";

    /// <summary>Nothing has been looked at yet.</summary>
    public const string Pending = "Pending";
}
