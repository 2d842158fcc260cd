using KvFleet.Native;
using KvFleet.NodePlugin.Volumes;

namespace KvFleet.NodePlugin.Tests.Volumes;

internal sealed class RecordingObserver : IVolumeObserver
{
    public List<string> Seen { get; } = [];

    public UnixSocket? LastListener { get; private set; }

    public StreamSocket? LastResp { get; private set; }

    public void OnPublished(VolumeRecord volume, VolumeSockets sockets)
    {
        LastListener = sockets.Main;
        LastResp = sockets.Resp;
        Seen.Add($"+{volume.VolumeId}");
    }

    public void OnUnpublished(string volumeId) => Seen.Add($"-{volumeId}");
}
