namespace KvFleet.Protocol;

/// <summary>Bounds that both sides hold every message to.</summary>
public static class ProtocolLimits
{
    /// <summary>Version that hello and welcome carry.</summary>
    public const int Version = 1;

    /// <summary>Longest packet in bytes.</summary>
    public const int MaxPacketBytes = 64 * 1024;

    /// <summary>Most descriptors with one packet; longer lists go in several messages.</summary>
    public const int MaxDescriptors = 64;

    /// <summary>Longest extent id in characters.</summary>
    public const int MaxIdLength = 128;

    /// <summary>Most entries of any list in a message.</summary>
    public const int MaxListEntries = 512;

    /// <summary>Longest name, reason or path in characters.</summary>
    public const int MaxNameLength = 512;

    /// <summary>Longest text for people in characters; longer ones are cut by <see cref="Shorten"/> before sending.</summary>
    public const int MaxTextLength = 4096;

    /// <summary>Most threads that a holder may be asked to populate with.</summary>
    public const int MaxThreads = 256;

    /// <summary>Largest single extent in bytes: drivers register at most this much in one call.</summary>
    public const long MaxExtentBytes = 64L << 30;

    /// <summary>Cuts a text for people to the longest that a message may carry.</summary>
    public static string Shorten(string text) => text.Length <= MaxTextLength ? text : string.Concat(text.AsSpan(0, MaxTextLength - 1), "…");
}
