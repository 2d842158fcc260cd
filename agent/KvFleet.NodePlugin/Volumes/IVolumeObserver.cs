namespace KvFleet.NodePlugin.Volumes;

/// <summary>Is told of volumes in the order in which they come and go. Must not wait: publishing stands still meanwhile.</summary>
internal interface IVolumeObserver
{
    /// <summary>A volume can be served.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="sockets">Its listening sockets, valid until it is unpublished.</param>
    void OnPublished(VolumeRecord volume, VolumeSockets sockets);

    /// <summary>A volume is gone.</summary>
    /// <param name="volumeId">The CSI volume id.</param>
    void OnUnpublished(string volumeId);
}
