namespace KvFleet.Native.Tests;

public sealed class SocketPollTests
{
    [Fact]
    public void It_tells_whether_something_waits_to_be_read()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            SocketPoll.WaitReadable(second, TimeSpan.Zero).ShouldBeFalse();
            SocketDescriptors.TrySend(first, "packet"u8, []).ShouldBeTrue();
            SocketPoll.WaitReadable(second, Timeout.InfiniteTimeSpan).ShouldBeTrue();
            SocketPoll.IsHungUp(second).ShouldBeFalse("something to read is no end");
        }
    }

    [Fact]
    public void The_end_of_the_peer_shows_even_before_what_it_said_is_read()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (second)
        {
            SocketDescriptors.TrySend(first, "last words"u8, []);
            first.Dispose();

            SocketPoll.IsHungUp(second).ShouldBeTrue();
        }
    }

    [Fact]
    public void It_tells_whether_there_is_room_to_send()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            while (SocketDescriptors.TrySend(first, new byte[60_000], []))
            {
                // Until the peer's queue is full.
            }

            SocketPoll.WaitWritable(first, TimeSpan.Zero).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_packet_can_be_looked_at_and_is_still_there()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            var buffer = new byte[4];
            SocketDescriptors.TryPeek(second, buffer, out _).ShouldBeFalse();
            SocketDescriptors.TrySend(first, "packet"u8, []);

            SocketDescriptors.TryPeek(second, buffer, out var count).ShouldBeTrue();
            count.ShouldBe(4);
            buffer.ShouldBe("pack"u8.ToArray());
            SocketDescriptors.TryReceive(second, new byte[100], 0, out var packet).ShouldBeTrue();
            packet.Length.ShouldBe(6);
        }
    }
}
