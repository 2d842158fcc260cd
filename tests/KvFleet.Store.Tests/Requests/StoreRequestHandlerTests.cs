using KvFleet.Protocol;
using KvFleet.Protocol.Store;
using KvFleet.Store.Requests;

namespace KvFleet.Store.Tests.Requests;

/// <summary>Frames in, frames out, byte by byte: what other languages' clients rely on.</summary>
public sealed class StoreRequestHandlerTests : IDisposable
{
    private readonly TestMemory _memory = new(rows: 4);
    private readonly PoolStore _store;
    private readonly StoreConnection _connection;
    private readonly StoreRequestHandler _handler;
    private readonly byte[] _reply = new byte[StoreLimits.MaxFrameBytes];

    public StoreRequestHandlerTests()
    {
        _store = _memory.Open();
        _connection = _store.Connect();
        _handler = new StoreRequestHandler(_store, _connection, StoreRights.Full);
    }

    [Fact]
    public void A_row_is_stored_found_leased_and_released()
    {
        // credits: u32 wanted -> u32 count, i32 row, u32 ticket
        Ask(FrameType.Credits, "01000000").ShouldBe("01000000" + "00000000" + "01000000");
        // commit: u32 wanted, u32 count, i32 row, u32 ticket, u32 length, u32 position, u32 microseconds, u64 group, u16 length, key -> u32 count, u8, u32 count
        Ask(FrameType.Commit, "00000000" + "01000000" + "00000000" + "01000000" + "64000000" + "00000000" + "00000000" + "0000000000000000" + "0100" + "61")
            .ShouldBe("01000000" + "00" + "00000000");
        // lookup: u32 count, u16 length, key -> u32 count, u8 state, u8, u16, i32 row, u32 generation, u32 length, u64 handle
        Ask(FrameType.Lookup, "02000000" + "010061" + "010062")
            .ShouldBe("02000000" + "01000000" + "00000000" + "01000000" + "64000000" + "0000000000000000" + "00000000" + "FFFFFFFF" + "00000000" + "00000000" + "0000000000000000");
        var leased = Ask(FrameType.Lease, "01000000" + "010061");
        leased.ShouldStartWith("01000000" + "01000000" + "00000000" + "01000000" + "64000000");
        var handle = leased[^16..];
        handle.ShouldNotBe("0000000000000000");
        Ask(FrameType.Release, "02000000" + handle + handle).ShouldBe("02000000" + "00" + "01");
        Ask(FrameType.Remove, "02000000" + "010061" + "010061").ShouldBe("02000000" + "00" + "01");
    }

    [Fact]
    public void Bytes_are_written_and_read_in_copies()
    {
        Ask(FrameType.Credits, "01000000");
        Ask(FrameType.Write, "00000000" + "01000000" + "00000000" + "68656C6C6F").ShouldBe("00000000");
        Ask(FrameType.Commit, "00000000" + "01000000" + "00000000" + "01000000" + "05000000" + "00000000" + "00000000" + "0000000000000000" + "0100" + "61");
        var handle = Ask(FrameType.Lease, "01000000" + "010061")[^16..];

        Ask(FrameType.Read, handle + "01000000" + "64000000").ShouldBe("656C6C6F");
        Status(FrameType.Read, handle + "01000000" + "00F00100").ShouldBe(FrameStatus.TooMuch);
        Status(FrameType.Read, "0000000000000000" + "01000000" + "64000000").ShouldBe(FrameStatus.NotReady);
        Status(FrameType.Write, "00000000" + "01000000" + "00000000" + "00").ShouldBe(FrameStatus.NotReady);
    }

    [Fact]
    public void An_unknown_request_is_answered_and_the_connection_goes_on()
    {
        Status((FrameType)0x33, "").ShouldBe(FrameStatus.UnknownType);
        Status(FrameType.Stats, "").ShouldBe(FrameStatus.Ok);
    }

    [Fact]
    public void A_commit_whose_frame_is_broken_does_nothing()
    {
        Ask(FrameType.Credits, "01000000");

        Should.Throw<ProtocolException>(() => Status(
            FrameType.Commit, "00000000" + "02000000" + "00000000" + "01000000" + "64000000" + "00000000" + "00000000" + "0000000000000000" + "0100" + "61" + "00"));

        _store.Statistics.Keys.ShouldBe(0);
        _connection.Credits.ShouldBe(1);
    }

    [Fact]
    public void Pins_hints_and_touches_say_how_many_keys_are_there()
    {
        _store.Put("a"u8.ToArray(), new byte[10]);

        Ask(FrameType.Pin, "3C000000" + "02000000" + "010061" + "010062").ShouldBe("02000000" + "00" + "01");
        Ask(FrameType.Hint, "3C000000" + "02000000" + "010061" + "010062").ShouldBe("01000000");
        Ask(FrameType.Touch, "02000000" + "010061" + "010062").ShouldBe("01000000");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
        _memory.Dispose();
    }

    private string Ask(FrameType type, string body)
    {
        var header = FrameHeader.Read(Answer(type, body));
        header.Status.ShouldBe(FrameStatus.Ok);
        return Convert.ToHexString(_reply.AsSpan(FrameHeader.Bytes, header.Length - FrameHeader.Bytes));
    }

    private FrameStatus Status(FrameType type, string body) => FrameHeader.Read(Answer(type, body)).Status;

    private ReadOnlySpan<byte> Answer(FrameType type, string body)
    {
        var bytes = Convert.FromHexString(body);
        return _handler.Answer(new FrameHeader(type, FrameHeader.Bytes + bytes.Length, 1, FrameStatus.Ok), bytes, _reply);
    }
}
