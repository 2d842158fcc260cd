namespace KvFleet.Resp;

/// <summary>Bounds that every connection is held to.</summary>
public static class RespLimits
{
    /// <summary>Most bytes of one value: what Redis allows by default.</summary>
    public const long MaxValueBytes = 512L << 20;

    /// <summary>Most bytes of a key or another argument that is no value; a longer one is skipped and answered with an error.</summary>
    public const int MaxArgumentBytes = 64 * 1024;

    /// <summary>Most bytes of a command without its values; more is a protocol error.</summary>
    public const int MaxCommandBytes = 1024 * 1024;

    /// <summary>Most arguments of a command; more is a protocol error.</summary>
    public const int MaxArguments = 16 * 1024;

    /// <summary>Most values of one MSET.</summary>
    public const int MaxValuesOfCommand = 1024;

    /// <summary>Most bytes of a line without an end.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>Most arguments before AUTH.</summary>
    public const int MaxArgumentsBeforeAuth = 10;

    /// <summary>Most bytes of an argument before AUTH.</summary>
    public const int MaxArgumentBytesBeforeAuth = 16 * 1024;

    /// <summary>Replies that wait in memory of the agent make a connection pause its commands from this many bytes on; values that wait in the pool's memory do not count.</summary>
    public const int PauseBytes = 32 * 1024;

    /// <summary>Values leased by replies that wait make a connection pause its commands from this many on.</summary>
    public const int PauseLeases = 16;

    /// <summary>Most keys of one SCAN reply.</summary>
    public const int MaxScanKeys = 1000;
}
