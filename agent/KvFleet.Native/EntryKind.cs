namespace KvFleet.Native;

/// <summary>What a name in a directory stands for.</summary>
public enum EntryKind
{
    /// <summary>The filesystem did not say; <see cref="EntryFacts"/> do.</summary>
    Unknown,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>Something else: a symbolic link, a device, a socket.</summary>
    Other,
}
