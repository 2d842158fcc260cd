using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>Marks in percent of the filesystem's bytes and inodes: above the high one the oldest values of all pools go until the low one is reached.</summary>
public sealed class FilesystemWatermarks
{
    /// <summary>Where deleting begins.</summary>
    [RangeMinimum(2), RangeMaximum(99), DefaultValue(85)]
    public int? High { get; set; }

    /// <summary>Where it ends.</summary>
    [RangeMinimum(1), RangeMaximum(98), DefaultValue(70)]
    public int? Low { get; set; }
}
