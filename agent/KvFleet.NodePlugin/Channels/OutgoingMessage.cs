using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Channels;

/// <summary>A message that waits to be sent.</summary>
/// <param name="Message">The message.</param>
/// <param name="Sockets">The sockets that go with it; the volume's, which may be gone by then.</param>
internal sealed record OutgoingMessage(NodeMessage Message, VolumeSockets? Sockets);
