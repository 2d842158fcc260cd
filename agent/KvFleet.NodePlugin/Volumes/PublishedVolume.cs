using KvFleet.Native;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>A volume that can be served, and its listening socket.</summary>
/// <param name="Volume">The volume.</param>
/// <param name="Listener">Closed when the volume goes; <c>serve</c> has a descriptor of its own.</param>
internal sealed record PublishedVolume(VolumeRecord Volume, UnixSocket Listener);
