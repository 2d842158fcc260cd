namespace KvFleet.Protocol.Store;

/// <summary>Where things lie in a key table.</summary>
public static class KeyTableLayout
{
    /// <summary>The first 8 bytes: <c>KVFKEYS1</c>.</summary>
    public const ulong Magic = 0x315359454B46564B;

    /// <summary>Version of this layout.</summary>
    public const uint Version = 1;

    /// <summary>Bytes before the first slot.</summary>
    public const int HeaderBytes = 4096;

    /// <summary>Bytes of a slot.</summary>
    public const int SlotBytes = 32;

    /// <summary>Slots that a search looks at.</summary>
    public const int MaxProbes = 64;

    /// <summary>State of a slot that was never used: a search ends here.</summary>
    public const uint Unused = 0;

    /// <summary>State of a slot with a key.</summary>
    public const uint Present = 1;

    /// <summary>State of a slot whose key is gone: a search goes on.</summary>
    public const uint Removed = 2;

    /// <summary>Bytes of a table.</summary>
    /// <param name="slots">Its slots.</param>
    public static long BytesFor(int slots) => HeaderBytes + ((long)slots * SlotBytes);
}
