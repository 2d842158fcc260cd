using KvFleet.Native;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Channels;

/// <summary>A message that waits to be sent.</summary>
/// <param name="Message">The message.</param>
/// <param name="Listener">The socket that goes with it; the volume's, which may be gone by then.</param>
internal sealed record OutgoingMessage(NodeMessage Message, UnixSocket? Listener);
