using System.Runtime.InteropServices;

namespace KvFleet.Native.Tests;

public sealed class SocketDescriptorsTests
{
    [Fact]
    public void A_packet_arrives_with_its_descriptors_in_order()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            using var one = MemoryFile.Create("one", 4096);
            using var two = MemoryFile.Create("two", 8192);
            SocketDescriptors.TrySend(first, "hello"u8, [one, two]).ShouldBeTrue();

            Span<byte> buffer = stackalloc byte[16];
            SocketDescriptors.TryReceive(second, buffer, 4, out var packet).ShouldBeTrue();
            buffer[..packet.Length].SequenceEqual("hello"u8).ShouldBeTrue();
            packet.IsTruncated.ShouldBeFalse();
            packet.AreDescriptorsLost.ShouldBeFalse();
            packet.Descriptors.Select(descriptor => descriptor.GetFacts().SizeBytes).ShouldBe([4096, 8192]);
            Dispose(packet);
        }
    }

    [Fact]
    public void Packets_keep_their_boundaries()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            SocketDescriptors.TrySend(first, "a"u8, []).ShouldBeTrue();
            SocketDescriptors.TrySend(first, "bb"u8, []).ShouldBeTrue();
            var buffer = new byte[16];
            SocketDescriptors.TryReceive(second, buffer, 0, out var packet).ShouldBeTrue();
            packet.Length.ShouldBe(1);
            SocketDescriptors.TryReceive(second, buffer, 0, out packet).ShouldBeTrue();
            packet.Length.ShouldBe(2);
            SocketDescriptors.TryReceive(second, buffer, 0, out packet).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_packet_longer_than_the_buffer_is_reported_as_truncated()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            SocketDescriptors.TrySend(first, "0123456789"u8, []).ShouldBeTrue();
            SocketDescriptors.TryReceive(second, new byte[4], 0, out var packet).ShouldBeTrue();
            packet.IsTruncated.ShouldBeTrue();
            packet.Length.ShouldBe(4);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Descriptors_beyond_the_room_are_reported_lost_and_leak_nowhere(int room)
    {
        var name = $"lost-{Guid.NewGuid():N}";
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            using var file = MemoryFile.Create(name, 4096);
            SocketDescriptors.TrySend(first, "x"u8, [file, file, file, file, file]).ShouldBeTrue();
            SocketDescriptors.TryReceive(second, new byte[4], room, out var packet).ShouldBeTrue();
            packet.AreDescriptorsLost.ShouldBeTrue();

            // Control data is padded to 8 bytes: the kernel may fill the padding with one descriptor more than was asked for.
            packet.Descriptors.Count.ShouldBeInRange(room, room + 1);
            OpenFiles.Count(name).ShouldBe(1 + packet.Descriptors.Count);
            Dispose(packet);
            OpenFiles.Count(name).ShouldBe(1);
        }
    }

    [Fact]
    public void Received_descriptors_are_not_inherited_by_child_processes()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            using var file = MemoryFile.Create("cloexec", 4096);
            SocketDescriptors.TrySend(first, "x"u8, [file]).ShouldBeTrue();
            SocketDescriptors.TryReceive(second, new byte[4], 1, out var packet).ShouldBeTrue();
            foreach (SafeHandle handle in (SafeHandle[])[first, second, file, packet.Descriptors[0]])
                File.ReadAllText($"/proc/self/fdinfo/{handle.DangerousGetHandle()}").ShouldMatch("flags:\t0*2[0-7]{6}\n");
            Dispose(packet);
        }
    }

    [Fact]
    public void The_end_and_a_full_queue_are_told_apart()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (second)
        {
            using (first)
            {
                var packet = new byte[32 * 1024];
                while (SocketDescriptors.TrySend(first, packet, []))
                {
                }
            }

            var buffer = new byte[32 * 1024];
            while (SocketDescriptors.TryReceive(second, buffer, 0, out var packet) && !packet.IsEnd)
                packet.Length.ShouldBe(buffer.Length);
            SocketDescriptors.TryReceive(second, buffer, 0, out var end).ShouldBeTrue();
            end.IsEnd.ShouldBeTrue();
            Should.Throw<NativeException>(() => SocketDescriptors.TrySend(second, buffer, [])).ErrorNumber.ShouldBe(Errno.EPIPE);
        }
    }

    [Fact]
    public void A_closed_handle_is_not_sent_and_the_others_are_let_go_of()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            var name = $"refs-{Guid.NewGuid():N}";
            var open = MemoryFile.Create(name, 4096);
            var closed = MemoryFile.Create("closed", 4096);
            closed.Dispose();
            Should.Throw<ObjectDisposedException>(() => SocketDescriptors.TrySend(first, "x"u8, [open, closed]));
            open.Dispose();
            OpenFiles.Count(name).ShouldBe(0);
        }
    }

    [Fact]
    public void The_peer_of_a_pair_is_this_process()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
            SocketDescriptors.GetPeerCredentials(first).ProcessId.ShouldBe(Environment.ProcessId);
    }

    private static void Dispose(Packet packet)
    {
        foreach (var descriptor in packet.Descriptors)
            descriptor.Dispose();
    }
}
