namespace KvFleet.Native.Tests;

public sealed class ReadinessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_before_the_wait_is_not_lost()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        using (var readiness = ReadinessLoop.Shared.Watch(second))
        {
            SocketDescriptors.TrySend(first, "x"u8, []).ShouldBeTrue();
            await readiness.WaitReadableAsync(Token);
            SocketDescriptors.TryReceive(second, new byte[4], 0, out _).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_swallow_the_next_edge()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        using (var readiness = ReadinessLoop.Shared.Watch(second))
        {
            using var cancellation = new CancellationTokenSource();
            var wait = WaitUntilReadAsync(readiness, second, cancellation.Token);
            await cancellation.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(wait);
            SocketDescriptors.TrySend(first, "x"u8, []).ShouldBeTrue();
            await WaitUntilReadAsync(readiness, second, Token);
        }
    }

    [Fact]
    public async Task The_end_of_the_peer_wakes_both_directions()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (second)
        using (var readiness = ReadinessLoop.Shared.Watch(second))
        {
            await readiness.WaitWritableAsync(Token);
            var readable = readiness.WaitReadableAsync(Token);
            var writable = readiness.WaitWritableAsync(Token);
            first.Dispose();
            await Task.WhenAll(readable, writable);
        }
    }

    [Fact]
    public async Task Disposing_fails_the_waiter_and_later_ones()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            var readiness = ReadinessLoop.Shared.Watch(second);
            var wait = readiness.WaitReadableAsync(Token);
            readiness.Dispose();
            await Should.ThrowAsync<ObjectDisposedException>(wait);
            await Should.ThrowAsync<ObjectDisposedException>(() => readiness.WaitReadableAsync(Token));
        }
    }

    [Fact]
    public async Task Two_waiters_for_one_direction_are_a_mistake_that_is_told()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        using (var readiness = ReadinessLoop.Shared.Watch(second))
        {
            var wait = readiness.WaitReadableAsync(Token);
            await Should.ThrowAsync<InvalidOperationException>(() => readiness.WaitReadableAsync(Token));
            SocketDescriptors.TrySend(first, "x"u8, []).ShouldBeTrue();
            await wait;
        }
    }

    [Fact]
    public void What_cannot_be_polled_is_refused()
    {
        using var file = MemoryFile.Create("regular", 4096);
        Should.Throw<NativeException>(() => ReadinessLoop.Shared.Watch(file)).ErrorNumber.ShouldBe(Errno.EPERM);
    }

    [Fact]
    public void Forgetting_a_descriptor_that_was_closed_first_is_harmless()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        {
            var readiness = ReadinessLoop.Shared.Watch(second);
            second.Dispose();
            readiness.Dispose();
        }
    }

    private static async Task WaitUntilReadAsync(Readiness readiness, UnixSocket socket, CancellationToken cancellationToken)
    {
        while (!SocketDescriptors.TryReceive(socket, new byte[4], 0, out _))
            await readiness.WaitReadableAsync(cancellationToken);
    }
}
