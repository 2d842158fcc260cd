using KvFleet.Native;

namespace KvFleet.NodePlugin.Tests.Memory;

/// <summary>A second descriptor of the same memory, as one that came over a socket would be.</summary>
internal static class MemoryFileCopy
{
    public static MemoryFile Of(MemoryFile file)
    {
        var (sender, receiver) = UnixSocket.CreatePair();
        using (sender)
        using (receiver)
        {
            SocketDescriptors.TrySend(sender, "x"u8, [file]).ShouldBeTrue();
            SocketDescriptors.TryReceive(receiver, new byte[8], 1, out var packet).ShouldBeTrue();
            return MemoryFile.Adopt(packet.Descriptors.Single());
        }
    }
}
