using KvFleet.Native;
using KvFleet.Protocol.Volume;

namespace KvFleet.Protocol.Tests;

public sealed class MessageSocketTests : IDisposable
{
    private readonly MessageSocket<VolumeMessage> _first;
    private readonly MessageSocket<VolumeMessage> _second;

    public MessageSocketTests() => (_first, _second) = MessageSocket.CreatePair(VolumeJson.Default.VolumeMessage);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_receive_loses_no_message()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _second.ReceiveAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);

        await _first.SendAsync(new Map(), cancellationToken: Token);
        using var received = await _second.ReceiveAsync(Token);
        received.ShouldNotBeNull().Message.ShouldBe(new Map());
    }

    [Fact]
    public async Task The_end_of_the_peer_is_null_after_all_it_has_sent()
    {
        await _first.SendAsync(new Map(), cancellationToken: Token);
        _first.Dispose();
        using (var received = await _second.ReceiveAsync(Token))
            received.ShouldNotBeNull();
        (await _second.ReceiveAsync(Token)).ShouldBeNull();
        (await _second.ReceiveAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_peer_that_closes_without_reading_is_an_end_like_any_other()
    {
        await _second.SendAsync(new Map(), cancellationToken: Token);
        _first.Dispose();
        (await _second.ReceiveAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Sending_to_a_peer_that_is_gone_says_so()
    {
        _first.Dispose();
        var failure = await Should.ThrowAsync<NativeException>(_second.SendAsync(new Map(), cancellationToken: Token).AsTask());
        failure.ErrorNumber.ShouldBeOneOf(Errno.EPIPE, Errno.ECONNRESET);
    }

    [Fact]
    public async Task Disposing_ends_a_waiting_receive()
    {
        var waiting = _second.ReceiveAsync(Token).AsTask();
        _second.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(waiting);
        await Should.ThrowAsync<ObjectDisposedException>(_second.ReceiveAsync(Token).AsTask());
    }

    [Fact]
    public async Task A_sender_waits_for_a_slow_reader_and_keeps_the_order()
    {
        const int Count = 2000;
        var sending = Task.Run(
            async () =>
            {
                for (var number = 0; number < Count; number++)
                    await _first.SendAsync(new Progress("extent", number), cancellationToken: Token);
            },
            Token);
        for (var number = 0; number < Count; number++)
        {
            using var received = await _second.ReceiveAsync(Token);
            received.ShouldNotBeNull().Message.ShouldBe(new Progress("extent", number));
        }

        await sending;
    }

    [Fact]
    public async Task A_sender_that_waits_for_room_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var sending = SendUntilFullAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);

        async Task SendUntilFullAsync(CancellationToken cancellationToken)
        {
            while (true)
                await _first.SendAsync(new Map(), cancellationToken: cancellationToken);
        }
    }

    [Fact]
    public async Task Many_senders_do_not_mix_their_messages()
    {
        const int Senders = 8;
        const int Each = 100;
        var sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(
            async () =>
            {
                for (var number = 0; number < Each; number++)
                    await _first.SendAsync(new Progress($"sender-{sender}", number), cancellationToken: Token);
            },
            Token)));
        var next = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var count = 0; count < Senders * Each; count++)
        {
            using var received = await _second.ReceiveAsync(Token);
            var progress = received.ShouldNotBeNull().Message.ShouldBeOfType<Progress>();
            progress.PopulatedBytes.ShouldBe(next.GetValueOrDefault(progress.Id));
            next[progress.Id] = progress.PopulatedBytes + 1;
        }

        await sending;
    }

    [Fact]
    public async Task A_message_that_breaks_the_protocol_is_not_sent()
    {
        using var file = MemoryFile.Create("extent", 4096);
        (await FaultOfAsync(new Allocate([]))).ShouldBe(ProtocolFault.Invalid);
        (await FaultOfAsync(new Map(), file)).ShouldBe(ProtocolFault.DescriptorMismatch);
        (await FaultOfAsync(new Allocated([new HeldExtent("a", 4096, 0)]))).ShouldBe(ProtocolFault.DescriptorMismatch);
        var many = Enumerable.Range(0, ProtocolLimits.MaxDescriptors + 1).Select(number => new HeldExtent($"a-{number}", 4096, 0)).ToList();
        (await FaultOfAsync(new Allocated(many), [.. Enumerable.Repeat(file, many.Count)])).ShouldBe(ProtocolFault.Invalid);
        var long_ = Enumerable.Range(0, ProtocolLimits.MaxListEntries).Select(number => $"{number:000}" + new string('\u00e9', ProtocolLimits.MaxIdLength - 3)).ToList();
        (await FaultOfAsync(new Release(long_))).ShouldBe(ProtocolFault.TooLarge);
        _first.Dispose();
        (await _second.ReceiveAsync(Token)).ShouldBeNull("nothing of that was sent");
    }

    [Fact]
    public void The_peer_is_known_by_its_kernel_credentials()
    {
        _first.Peer.ProcessId.ShouldBe(Environment.ProcessId);
        _second.Peer.UserId.ShouldBe(_first.Peer.UserId);
    }

    [Fact]
    public void Texts_for_people_are_cut_to_what_a_message_may_carry()
    {
        ProtocolLimits.Shorten("short").ShouldBe("short");
        var cut = ProtocolLimits.Shorten(new string('x', 10_000));
        cut.Length.ShouldBe(ProtocolLimits.MaxTextLength);
        cut.ShouldEndWith("…");
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private async Task<ProtocolFault> FaultOfAsync(VolumeMessage message, params MemoryFile[] files) =>
        (await Should.ThrowAsync<ProtocolException>(_first.SendAsync(message, files, Token).AsTask())).Fault;
}
