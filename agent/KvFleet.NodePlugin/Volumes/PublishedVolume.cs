namespace KvFleet.NodePlugin.Volumes;

/// <summary>A volume that can be served, and its listening sockets.</summary>
/// <param name="Volume">The volume.</param>
/// <param name="Sockets">Closed when the volume goes; <c>serve</c> has descriptors of its own.</param>
/// <param name="Status">What its <c>status.json</c> says.</param>
internal sealed record PublishedVolume(VolumeRecord Volume, VolumeSockets Sockets, VolumeStatus Status);
