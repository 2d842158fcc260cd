namespace KvFleet.Protocol.NodeChannel;

/// <summary>A pool that asks for a shared filesystem.</summary>
/// <param name="Uid">UID of the pool.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Filesystem">The filesystem; null for a pool that was refused.</param>
/// <param name="Directory">Its directory from the root of the filesystem.</param>
/// <param name="Model">Below that: model and revision.</param>
/// <param name="Variant">Below the engine's version: accelerator class, layout, ranks.</param>
/// <param name="QuotaBytes">Bytes that its files may take.</param>
/// <param name="Inodes">Files that it may have; null for no limit.</param>
/// <param name="MinAgeSeconds">Age below which nothing of it is deleted.</param>
/// <param name="Reason">Why it was refused, one word; null if it was not.</param>
/// <param name="Message">Why, and what to do.</param>
public sealed record WantedPool(
    string Uid,
    string Namespace,
    string Name,
    string? Filesystem = null,
    string Directory = "",
    string Model = "",
    string Variant = "",
    long QuotaBytes = 0,
    long? Inodes = null,
    long MinAgeSeconds = 0,
    string? Reason = null,
    string? Message = null)
{
    internal string? FindFault() =>
        Checks.Name("namespace", Namespace) ?? Checks.Name("name", Name)
        ?? (Filesystem is null ? Checks.Name("reason", Reason ?? "") ?? Checks.Text("message", Message ?? "") : Path("directory", Directory) ?? Path("model", Model) ?? Path("variant", Variant))
        ?? Checks.NotNegative("quotaBytes", QuotaBytes) ?? Checks.NotNegative("minAgeSeconds", MinAgeSeconds);

    // Names become paths on the other side.
    internal static string? Path(string what, string path) =>
        Checks.Text(what, path) ?? (path.Split('/').Any(static name => name.Length is 0 or > 255 || name is "." or ".." || name.Contains('\0', StringComparison.Ordinal)) ? $"{what} '{path}' is no relative path" : null);
}
