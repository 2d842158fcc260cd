using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>What a pool gets on the filesystem when its own spec does not say it.</summary>
public sealed class FilesystemDefaults
{
    /// <summary>Physical bytes. Without it, a pool that names no quota is refused: an unknown quota could neither be kept nor swept.</summary>
    public ResourceQuantity? Quota { get; set; }

    /// <summary>Files and directories; absent for no limit.</summary>
    public ResourceQuantity? Inodes { get; set; }

    /// <summary>Age below which nothing is deleted, for example 10m.</summary>
    [Length(minLength: 2, maxLength: 16), Pattern("^[0-9]+(s|m|h|d)$"), DefaultValue("10m")]
    public string? MinAge { get; set; }
}
