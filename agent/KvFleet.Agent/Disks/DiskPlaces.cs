namespace KvFleet.Agent.Disks;

/// <summary>Where pools' values on disk and their keys are, and whether a directory may be used.</summary>
/// <param name="Root">Directory with a directory for each pool; null for none.</param>
/// <param name="KeysDirectory">Directory of the mounted Secret with keys.</param>
/// <param name="Refuse">Says why a directory may not be used; null when it may. May wait for the device.</param>
internal sealed record DiskPlaces(string? Root, string KeysDirectory, Func<string, string?> Refuse)
{
    /// <summary>No disk.</summary>
    public static DiskPlaces None { get; } = new(null, "", static _ => null);

    /// <summary>The directory of a pool; null without a disk.</summary>
    /// <param name="poolUid">Uid of the pool: letters, digits and '-'.</param>
    public string? DirectoryOf(string poolUid) => Root is null ? null : Path.Combine(Root, poolUid);

    /// <summary>Whether a uid can be the name of a directory: it comes from the API server, and must not lead elsewhere.</summary>
    public static bool IsDirectoryName(string poolUid) => poolUid.Length is > 0 and <= 64 && poolUid.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
