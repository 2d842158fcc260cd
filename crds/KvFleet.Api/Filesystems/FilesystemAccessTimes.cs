using System.Text.Json.Serialization;

namespace KvFleet.Api.Filesystems;

/// <summary>What says when a value on a shared filesystem was last used.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FilesystemAccessTimes>))]
public enum FilesystemAccessTimes
{
    /// <summary>The agents see reads and write them back, at most once in ten minutes for each file. Right on every mount, also with noatime and relatime; nothing is deleted that was used less than ten minutes ago.</summary>
    Recorded,

    /// <summary>The filesystem's own access times. Right only where they are kept for every read (strictatime).</summary>
    Filesystem,
}
