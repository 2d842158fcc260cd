using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.Volume;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.NodePlugin.Tests.Support;

/// <summary>The kubelet's directory of a test, with directories instead of mounts, and volumes in it.</summary>
internal sealed class Node : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public Node()
    {
        Options = new NodeOptions
        {
            NodeName = "node-1",
            PodName = "agent-1",
            PodUid = "11111111-2222-3333-4444-555555555555",
            KubeletDirectory = _directory.Path,
            ChannelSocket = _directory.At("run", "node.sock"),
            ServeUserId = Privilege.UserId,
            SweepsFilesystems = false,
        };
        Volumes = NewManager();
    }

    public NodeOptions Options { get; }

    /// <summary>What would be mounted; nothing is.</summary>
    public FakeMountHelper Helper { get; } = new();

    public SharedFilesystems NewShared(TimeProvider? time = null) =>
        new(Options, Volumes, Helper, () => Helper.Mounts, time ?? TimeProvider.System, NullLogger<SharedFilesystems>.Instance);

    public DirectoryVolumes Filesystem { get; } = new();

    public VolumeManager Volumes { get; private set; }

    /// <summary>What the next process would do.</summary>
    public void Restart()
    {
        Volumes.Dispose();
        Volumes = NewManager();
        Volumes.Rebuild();
    }

    public VolumeRecord Volume(string id = "csi-1", string pool = "llama", VolumeRole role = VolumeRole.Engine, bool readOnly = false)
    {
        var uid = $"aaaaaaaa-0000-0000-0000-{id.Length:D4}{Math.Abs(id.GetHashCode(StringComparison.Ordinal)) % 100000000:D8}";
        var parent = Path.Combine(Options.KubeletDirectory, "pods", uid, "volumes", "kubernetes.io~csi", "kv");
        Directory.CreateDirectory(parent);
        return new VolumeRecord(id, Path.Combine(parent, "mount"), "tenant", $"pod-{id}", uid, "default", pool, role, readOnly);
    }

    public string Status(VolumeRecord volume) => File.ReadAllText(Path.Combine(volume.TargetPath, "status.json"));

    public string Socket(VolumeRecord volume) => Path.Combine(volume.TargetPath, "kvfleet.sock");

    public string JournalFile(string id) => Path.Combine(Options.JournalDirectory, id + ".json");

    public void Dispose()
    {
        Volumes.Dispose();
        _directory.Dispose();
    }

    private VolumeManager NewManager() => new(
        Filesystem, new VolumeJournal(Options.JournalDirectory, NullLogger.Instance), NullLogger<VolumeManager>.Instance);
}
