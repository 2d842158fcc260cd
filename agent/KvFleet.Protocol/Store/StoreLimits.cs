namespace KvFleet.Protocol.Store;

/// <summary>Bounds of the store protocol.</summary>
public static class StoreLimits
{
    /// <summary>Version that hello carries.</summary>
    public const uint Version = 1;

    /// <summary>Longest frame in bytes.</summary>
    public const int MaxFrameBytes = 64 * 1024;

    /// <summary>Longest key in bytes; the shortest has 1.</summary>
    public const int MaxKeyBytes = 168;

    /// <summary>Most keys, handles, slots or items in one request.</summary>
    public const int MaxItems = 1024;

    /// <summary>Longest fingerprint text in bytes.</summary>
    public const int MaxFingerprintBytes = 8064;

    /// <summary>Longest name of a client in bytes.</summary>
    public const int MaxClientNameBytes = 512;

    /// <summary>Most bytes that one read gives.</summary>
    public const int MaxReadBytes = 61440;

    /// <summary>Most slots that one connection has.</summary>
    public const int MaxCredits = 1024;

    /// <summary>Most leases that one connection has.</summary>
    public const int MaxLeases = 65536;

    /// <summary>Most extents in one frame, and so descriptors.</summary>
    public const int MaxExtents = 64;

    /// <summary>Seconds of a pin that lasts until it is taken back.</summary>
    public const uint PinForever = uint.MaxValue;

    /// <summary>Milliseconds of a hint that says: never again.</summary>
    public const uint NeverAgain = uint.MaxValue;
}
