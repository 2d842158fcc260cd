namespace KvFleet.Store.Indexing;

/// <summary>Where things lie in an index. The README describes it for people.</summary>
internal static class IndexLayout
{
    public const ulong Magic = 0x5845444E4946564B; // "KVFINDEX"
    public const uint Version = 1;
    public const int HeaderBytes = 65536;
    public const int EntryBytes = 256;

    public const int VersionOffset = 8;
    public const int EntryCountOffset = 20;
    public const int StrideOffset = 24;
    public const int ExtentCountOffset = 32;
    public const int ChecksumOffset = 40;
    public const int FingerprintLengthOffset = 44;
    public const int PoolOffset = 64;
    public const int PoolBytes = 64;
    public const int FingerprintOffset = 128;
    public const int MaxFingerprintBytes = ExtentsOffset - FingerprintOffset;
    public const int ExtentsOffset = 8192;
    public const int ExtentBytes = 16;
    public const int MaxExtents = (HeaderBytes - ExtentsOffset) / ExtentBytes;

    public const int StateOffset = 0;
    public const int GenerationOffset = 4;
    public const int EntryChecksumOffset = 8;
    public const int KeyLengthOffset = 12;
    public const int SegmentCountOffset = 14;
    public const int LengthOffset = 16;
    public const int ExtensionOffset = 20;
    public const int GroupOffset = 24;
    public const int PositionOffset = 32;
    public const int CostOffset = 36;
    public const int SegmentsOffset = 40;
    public const int InlineSegments = 4;
    public const int ExpiryOffset = 72;
    public const int UsesOffset = 80;
    public const int FlagsOffset = 84;
    public const int KeyOffset = 88;
    public const int MaxKeyBytes = EntryBytes - KeyOffset;
    public const int ChecksummedOffset = 12;
    public const int ChecksummedEnd = 72;

    // An entry with further segments: state, generation, checksum, count, next, then segments to its end.
    public const int ExtensionCountOffset = 14;
    public const int ExtensionNextOffset = 20;
    public const int ExtensionSegmentsOffset = 24;
    public const int ExtensionSegments = (EntryBytes - ExtensionSegmentsOffset) / sizeof(ulong);
}
