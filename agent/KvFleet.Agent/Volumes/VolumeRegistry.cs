using KvFleet.Agent.Protocol;
using KvFleet.Agent.Reconciliation;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Volumes;

/// <summary>The volumes that the kubelet has published on this node, each with its own listener. All members run on the loop.</summary>
internal sealed class VolumeRegistry(NodeUnit node, ClientFactory clients, IVolumeStatusWriter statuses)
{
    private readonly Dictionary<string, VolumeServer> _volumes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unconfirmed = new(StringComparer.Ordinal);

    /// <summary>The volumes.</summary>
    public IReadOnlyCollection<VolumeServer> Volumes => _volumes.Values;

    /// <summary>Starts to serve a volume. One that is known got a new socket: its connections stay, its old socket is closed.</summary>
    public void Publish(VolumeIdentity identity, MessageListener<VolumeMessage> listener)
    {
        _unconfirmed.Remove(identity.VolumeId);
        if (_volumes.TryGetValue(identity.VolumeId, out var known) && known.Identity == identity)
        {
            known.Listen(listener);
            return;
        }

        Unpublish(identity.VolumeId);
        var server = new VolumeServer(identity, clients);
        _volumes.Add(identity.VolumeId, server);
        server.Listen(listener);
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
            var status = node.Availability(server.Identity);
            if (status == server.LastStatus)
                continue;
            server.LastStatus = status;
            statuses.Write(server.Identity.VolumeId, status);
        }
    }

    /// <summary>Stops serving all.</summary>
    public void Close()
    {
        foreach (var volume in _volumes.Keys.ToList())
            Unpublish(volume);
    }
}
