using System.Text;
using KvFleet.Native;
using KvFleet.Protocol.Volume;

namespace KvFleet.Protocol.Tests;

/// <summary>What a hostile or broken peer can send, and that none of it gets through, leaks a descriptor or ends the connection.</summary>
public sealed class PacketTests : IDisposable
{
    private readonly UnixSocket _peer;
    private readonly MessageSocket<VolumeMessage> _socket;

    public PacketTests()
    {
        (_peer, var second) = UnixSocket.CreatePair();
        _socket = MessageSocket.Wrap(second, VolumeJson.Default.VolumeMessage);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, ProtocolFault> BadPackets => new()
    {
        { "x", ProtocolFault.Malformed },
        { "null", ProtocolFault.Malformed },
        { "[]", ProtocolFault.Malformed },
        { "\"hello\"", ProtocolFault.Malformed },
        { "{}", ProtocolFault.Malformed },
        { """{"type":null}""", ProtocolFault.Malformed },
        { """{"type":7}""", ProtocolFault.Malformed },
        { """{"type":"nonsense"}""", ProtocolFault.Malformed },
        { """{"type":"Hello","protocol":1,"client":"c"}""", ProtocolFault.Malformed },
        { """{"type":"hello","protocol":1}""", ProtocolFault.Malformed },
        { """{"type":"hello","protocol":1,"client":null}""", ProtocolFault.Malformed },
        { """{"type":"hello","protocol":"one","client":"c"}""", ProtocolFault.Malformed },
        { """{"type":"hello","protocol":99999999999,"client":"c"}""", ProtocolFault.Malformed },
        { """{"type":"hello","protocol":1,"client":"c"}{}""", ProtocolFault.Malformed },
        { """{"type":"hello","protocol":1,"client":"c",}""", ProtocolFault.Malformed },
        { """{"type":"welcome","protocol":1,"role":"admin","pool":"a/b","rowStrideBytes":1}""", ProtocolFault.Malformed },
        { """{"type":"release","ids":null}""", ProtocolFault.Malformed },
        { """{"type":"allocate","extents":[{"id":"a","bytes":1e3000,"hugePageBytes":0}]}""", ProtocolFault.Malformed },
        { """{"type":"hello","protocol":1,"client":""}""", ProtocolFault.Invalid },
        { """{"type":"release","ids":[null]}""", ProtocolFault.Invalid },
        { """{"type":"release","ids":[""]}""", ProtocolFault.Invalid },
        { """{"type":"release","ids":["a","a"]}""", ProtocolFault.Invalid },
        { """{"type":"allocate","extents":[]}""", ProtocolFault.Invalid },
        { """{"type":"allocate","extents":[null]}""", ProtocolFault.Invalid },
        { """{"type":"allocate","extents":[{"id":"a","bytes":0,"hugePageBytes":0}]}""", ProtocolFault.Invalid },
        { """{"type":"allocate","extents":[{"id":"a","bytes":-4096,"hugePageBytes":0}]}""", ProtocolFault.Invalid },
        { """{"type":"allocate","extents":[{"id":"a","bytes":68719476737,"hugePageBytes":0}]}""", ProtocolFault.Invalid },
        { """{"type":"allocate","extents":[{"id":"a","bytes":4096,"hugePageBytes":3}]}""", ProtocolFault.Invalid },
        { """{"type":"allocate","extents":[{"id":"a","bytes":4096,"hugePageBytes":2097152}]}""", ProtocolFault.Invalid },
        { """{"type":"allocate","extents":[{"id":"a","bytes":4096,"hugePageBytes":0,"numaNode":-1}]}""", ProtocolFault.Invalid },
        { """{"type":"populate","ids":["a"],"threads":0}""", ProtocolFault.Invalid },
        { """{"type":"populate","ids":["a"],"threads":257}""", ProtocolFault.Invalid },
        { """{"type":"progress","id":"a","populatedBytes":-1}""", ProtocolFault.Invalid },
        { """{"type":"allocated","extents":[{"id":"a","bytes":4096,"hugePageBytes":0}]}""", ProtocolFault.DescriptorMismatch },
    };

    [Theory]
    [MemberData(nameof(BadPackets))]
    public async Task A_bad_packet_is_named_and_the_next_good_one_is_heard(string packet, ProtocolFault fault)
    {
        Send(packet);
        Send("""{"type":"map"}""");
        (await Should.ThrowAsync<ProtocolException>(ReceiveAsync())).Fault.ShouldBe(fault);
        (await ReceiveAsync()).ShouldBeOfType<Map>();
    }

    [Theory]
    [InlineData("""{"protocol":1,"client":"c","type":"hello"}""")]
    [InlineData("""{"type":"hello","protocol":1,"client":"c","futureMember":{"a":[1,2]}}""")]
    [InlineData(""" { "type" : "hello" , "client" : "\u0063" , "protocol" : 1 } """)]
    public async Task Order_space_and_members_of_a_newer_version_do_not_matter(string packet)
    {
        Send(packet);
        (await ReceiveAsync()).ShouldBe(new Hello(1, "c"));
    }

    [Fact]
    public async Task A_packet_over_the_limit_is_too_large_and_one_at_the_limit_is_not()
    {
        const string Start = """{"type":"map","padding":" """;
        const string End = "\"}";
        Send(Start + new string('x', ProtocolLimits.MaxPacketBytes - Start.Length - End.Length) + End);
        Send(Start + new string('x', ProtocolLimits.MaxPacketBytes - Start.Length - End.Length + 1) + End);
        (await ReceiveAsync()).ShouldBeOfType<Map>();
        (await Should.ThrowAsync<ProtocolException>(ReceiveAsync())).Fault.ShouldBe(ProtocolFault.TooLarge);
    }

    [Theory]
    [InlineData("""{"type":"map"}""", 1, ProtocolFault.DescriptorMismatch)]
    [InlineData("""{"type":"nonsense"}""", 3, ProtocolFault.Malformed)]
    [InlineData("""{"type":"release","ids":[""]}""", 1, ProtocolFault.Invalid)]
    [InlineData("""{"type":"allocated","extents":[{"id":"a","bytes":4096,"hugePageBytes":0}]}""", 2, ProtocolFault.DescriptorMismatch)]
    [InlineData("""{"type":"map"}""", ProtocolLimits.MaxDescriptors + 1, ProtocolFault.DescriptorsLost)]
    [InlineData("""{"type":"map"}""", SocketDescriptors.KernelMaximum, ProtocolFault.DescriptorsLost)]
    public async Task Descriptors_of_a_rejected_packet_are_closed(string packet, int count, ProtocolFault fault)
    {
        var name = $"rejected-{Guid.NewGuid():N}";
        using var file = MemoryFile.Create(name, 4096);
        Send(packet, [.. Enumerable.Repeat(file, count)]);
        (await Should.ThrowAsync<ProtocolException>(ReceiveAsync())).Fault.ShouldBe(fault);
        OpenFiles(name).ShouldBe(1);
    }

    [Fact]
    public async Task Descriptors_that_nobody_takes_are_closed_with_the_message()
    {
        var name = $"untaken-{Guid.NewGuid():N}";
        using var file = MemoryFile.Create(name, 4096);
        const string Packet = """{"type":"allocated","extents":[{"id":"a","bytes":4096,"hugePageBytes":0},{"id":"b","bytes":4096,"hugePageBytes":0}]}""";
        Send(Packet, [file, file]);
        using (var received = (await _socket.ReceiveAsync(Token)).ShouldNotBeNull())
        {
            received.DescriptorCount.ShouldBe(2);
            using (received.Take(0))
                Should.Throw<InvalidOperationException>(() => received.Take(0));
            OpenFiles(name).ShouldBe(2);
        }

        OpenFiles(name).ShouldBe(1);
    }

    [Fact]
    public async Task Random_bytes_never_do_more_than_break_the_protocol()
    {
        var random = new Random(20261121);
        byte[] seed = [.. """{"type":"allocate","extents":[{"id":"a","bytes":4096,"hugePageBytes":0,"numaNode":1}]}"""u8];
        for (var round = 0; round < 3000; round++)
        {
            byte[] packet = [.. seed];
            for (var change = random.Next(4); change >= 0; change--)
                packet[random.Next(packet.Length)] = (byte)random.Next(256);
            SocketDescriptors.TrySend(_peer, packet.AsSpan(0, random.Next(1, packet.Length + 1)), []).ShouldBeTrue();
            try
            {
                (await ReceiveAsync()).ShouldBeOfType<Allocate>();
            }
            catch (ProtocolException)
            {
                // Any fault will do; anything else fails the test.
            }
        }
    }

    public void Dispose()
    {
        _peer.Dispose();
        _socket.Dispose();
    }

    internal static int OpenFiles(string name) => Directory.EnumerateFiles("/proc/self/fd").Count(file =>
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName.Contains(name, StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false;
        }
    });

    private void Send(string packet, MemoryFile[]? files = null) =>
        SocketDescriptors.TrySend(_peer, Encoding.UTF8.GetBytes(packet), files ?? []).ShouldBeTrue();

    private async Task<VolumeMessage> ReceiveAsync()
    {
        using var received = await _socket.ReceiveAsync(Token);
        return received.ShouldNotBeNull().Message;
    }
}
