namespace KvFleet.Api.Reports;

/// <summary>How a disk or a tier on it is: one word a program can branch on.</summary>
public static class DiskReportReasons
{
    /// <summary>It works.</summary>
    public const string Ready = "Ready";

    /// <summary>It works, and writes slowly because the device is busy.</summary>
    public const string DeviceBusy = "DeviceBusy";

    /// <summary>It reads what the disk holds from before.</summary>
    public const string Recovering = "Recovering";

    /// <summary>It opens with the first memory of the pool on the node.</summary>
    public const string Waiting = "Waiting";

    /// <summary>The filesystem is full: it goes on with the room that it has.</summary>
    public const string NoSpace = "NoSpace";

    /// <summary>The device fails.</summary>
    public const string IoError = "IOError";

    /// <summary>The filesystem is read-only.</summary>
    public const string ReadOnly = "ReadOnly";

    /// <summary>The directory must not or cannot be used.</summary>
    public const string Refused = "Refused";

    /// <summary>The agent was given no directory.</summary>
    public const string NotConfigured = "NotConfigured";
}
