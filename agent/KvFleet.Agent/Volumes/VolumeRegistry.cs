using KvFleet.Agent.Protocol;
using KvFleet.Agent.Reconciliation;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Volumes;

/// <summary>The volumes that the kubelet has published on this node, each with its own listener. All members run on the loop.</summary>
internal sealed class VolumeRegistry(NodeUnit node, ClientFactory clients, RespVolumes resp, StoreDirectory stores, IVolumeStatusWriter statuses)
{
    private readonly Dictionary<string, VolumeServer> _volumes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unconfirmed = new(StringComparer.Ordinal);

    /// <summary>The volumes.</summary>
    public IReadOnlyCollection<VolumeServer> Volumes => _volumes.Values;

    /// <summary>Starts to serve a volume. One that is known got new sockets: its connections stay, its old sockets are closed.</summary>
    /// <param name="identity">The volume.</param>
    /// <param name="listener">Its main socket.</param>
    /// <param name="respSocket">Its socket for the Redis protocol; null when it has none.</param>
    public void Publish(VolumeIdentity identity, MessageListener<VolumeMessage> listener, StreamSocket? respSocket)
    {
        _unconfirmed.Remove(identity.VolumeId);
        if (_volumes.TryGetValue(identity.VolumeId, out var known) && known.Identity == identity)
        {
            known.Listen(listener, respSocket);
            return;
        }

        Unpublish(identity.VolumeId);
        var server = new VolumeServer(identity, clients, resp);
        _volumes.Add(identity.VolumeId, server);
        server.Listen(listener, respSocket);
    }

    /// <summary>Stops to serve a volume and cuts its clients off.</summary>
    public void Unpublish(string volumeId)
    {
        _unconfirmed.Remove(volumeId);
        if (_volumes.Remove(volumeId, out var server))
            server.Dispose();
    }

    /// <summary>Whoever publishes went away: what it does not publish again is gone.</summary>
    public void PublisherLost() => _unconfirmed.UnionWith(_volumes.Keys);

    /// <summary>Everything that exists has been published (again).</summary>
    public void Synced()
    {
        foreach (var volume in _unconfirmed.ToList())
            Unpublish(volume);
        foreach (var server in _volumes.Values)
            server.LastStatus = null;
    }

    /// <summary>Tells engines' volumes what has changed for them.</summary>
    public void UpdateStatuses()
    {
        foreach (var server in _volumes.Values.Where(static server => server.Identity.Role == VolumeRole.Engine))
        {
            CutOffOthers(server);
            var status = node.Availability(server.Identity);
            if (status == server.LastStatus)
                continue;
            server.LastStatus = status;
            statuses.Write(server.Identity.VolumeId, status);
        }
    }

    // What a connection may do is decided when it is made: with other rights it has to be made again.
    private void CutOffOthers(VolumeServer server)
    {
        var rights = stores.RightsOf(server.Identity);
        if (server.LastRights is { } before && before != rights)
            server.CutOff();
        server.LastRights = rights;
    }

    /// <summary>Stops serving all.</summary>
    public void Close()
    {
        foreach (var volume in _volumes.Keys.ToList())
            Unpublish(volume);
    }
}
