using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>
/// Remembers published volumes over restarts: the kubelet publishes a volume once, and what it said of the pod is the volume's identity.
/// </summary>
/// <param name="directory">One file <c>VOLUME-ID.json</c> each; created when missing.</param>
/// <param name="logger">Told of files that cannot be read.</param>
internal sealed class VolumeJournal(string directory, ILogger logger)
{
    private const string Extension = ".json";

    /// <summary>Writes or replaces a volume's entry.</summary>
    /// <param name="volume">The volume; its id must be a file name.</param>
    public void Save(VolumeRecord volume)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        AtomicFile.WriteJson(
            directory, volume.VolumeId + Extension, volume, VolumeJson.Default.VolumeRecord, UnixFileMode.UserRead | UnixFileMode.UserWrite, durable: true);
    }

    /// <summary>Forgets a volume; an unknown one counts as done.</summary>
    /// <param name="volumeId">The CSI volume id.</param>
    public void Delete(string volumeId)
    {
        if (Directory.Exists(directory))
            File.Delete(Path.Combine(directory, volumeId + Extension));
    }

    /// <summary>All entries that can be read. One that cannot stays for a person to look at, and its volume stays unserved.</summary>
    public IReadOnlyList<VolumeRecord> Load()
    {
        if (!Directory.Exists(directory))
            return [];
        List<VolumeRecord> volumes = [];
        foreach (var path in Directory.EnumerateFiles(directory, "*" + Extension).Order(StringComparer.Ordinal))
        {
            try
            {
                var volume = JsonSerializer.Deserialize(File.ReadAllBytes(path), VolumeJson.Default.VolumeRecord);
                if (volume is not null && volume.VolumeId + Extension == Path.GetFileName(path))
                    volumes.Add(volume);
                else
                    VolumeLog.JournalUnreadable(logger, path, "it describes another volume");
            }
            catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
            {
                VolumeLog.JournalUnreadable(logger, path, failure.Message);
            }
        }

        return volumes;
    }
}
