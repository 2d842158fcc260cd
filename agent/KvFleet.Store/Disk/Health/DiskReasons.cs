namespace KvFleet.Store.Disk.Health;

/// <summary>Reasons of a tier's condition, for status and metrics.</summary>
public static class DiskReasons
{
    /// <summary>It reads what the disk holds from before; nothing is found yet.</summary>
    public const string Recovering = "Recovering";

    /// <summary>It works.</summary>
    public const string Ready = "Ready";

    /// <summary>It works, and writes slowly because the device is busy.</summary>
    public const string Throttled = "DeviceBusy";

    /// <summary>The filesystem is full: it goes on with the room that it has, if it has any.</summary>
    public const string NoSpace = "NoSpace";

    /// <summary>The device fails.</summary>
    public const string IoError = "IOError";

    /// <summary>The filesystem is read-only.</summary>
    public const string ReadOnly = "ReadOnly";

    /// <summary>The directory must not or cannot be used.</summary>
    public const string Refused = "Refused";
}
