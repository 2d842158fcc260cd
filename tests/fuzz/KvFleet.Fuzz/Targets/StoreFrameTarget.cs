using System.Diagnostics.CodeAnalysis;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Store;
using KvFleet.Store;
using KvFleet.Store.Arenas;
using KvFleet.Store.Requests;

namespace KvFleet.Fuzz.Targets;

/// <summary>
/// Frames of the store protocol, as any engine can send them, to a real store: a reply, or the protocol's own exception. What somebody else has leased stays as it is, and
/// figures stay possible, whatever was sent.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the program.")]
internal sealed class StoreFrameTarget : IFuzzTarget
{
    private const long Stride = 4096;
    private const int Rows = 64;
    private const int FramesPerConnection = 200;
    private static readonly byte[] Witness = "witness"u8.ToArray();
    private readonly byte[] _reply = new byte[StoreLimits.MaxFrameBytes];
    private readonly PoolStore _store = new(new StoreOptions { PoolUid = "fuzz", Stride = Stride }, TimeProvider.System);
    private readonly StoreLease _lease;
    private StoreConnection _connection;
    private StoreRequestHandler _handler;
    private int _frames;

    public StoreFrameTarget()
    {
        _store.Memory.Attach(new ArenaSource("fuzz/holder", MemoryFile.Create("fuzz-index", 1 << 20), [new ArenaExtent(MemoryFile.Create("fuzz-extent", Rows * Stride), Rows * Stride, 0)]));
        using (var slot = _store.TryReserve(Witness, Stride, default).Slot!)
        {
            slot.Segments[0].Span.Fill(0x5A);
            slot.Commit();
        }

        _lease = _store.TryLease(Witness, out var lease) ? lease : throw new InvalidOperationException("The witness was not stored.");
        _connection = _store.Connect();
        _handler = new StoreRequestHandler(_store, _connection, StoreRights.Full);
    }

    public string Name => "store-frame";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[] { FrameType.Lookup, FrameType.Lease, FrameType.Prefetch, FrameType.Touch, FrameType.Remove }.Select(static type => Make(type, static (ref FrameWriter writer) => WriteKeys(ref writer))),
        .. new[] { FrameType.Pin, FrameType.Hint }.Select(static type => Make(type, static (ref FrameWriter writer) =>
        {
            writer.UInt32(5);
            WriteKeys(ref writer);
        })),
        Make(FrameType.Credits, static (ref FrameWriter writer) => writer.UInt32(4)),
        Make(FrameType.Stats, static (ref FrameWriter _) => { }),
        Make(FrameType.Commit, static (ref FrameWriter writer) =>
        {
            writer.UInt32(2);
            writer.UInt32(1);
            new CommitItem { Row = 1, Ticket = 1, Length = 100, Key = "a"u8 }.Write(ref writer);
        }),
        Make(FrameType.Abort, static (ref FrameWriter writer) =>
        {
            writer.UInt32(1);
            writer.Int32(1);
            writer.UInt32(1);
        }),
        Make(FrameType.Release, static (ref FrameWriter writer) =>
        {
            writer.UInt32(1);
            writer.UInt64(1UL << 32);
        }),
        Make(FrameType.Read, static (ref FrameWriter writer) =>
        {
            writer.UInt64(1UL << 32);
            writer.UInt32(0);
            writer.UInt32(100);
        }),
        Make(FrameType.Write, static (ref FrameWriter writer) =>
        {
            writer.Int32(1);
            writer.UInt32(1);
            writer.UInt32(0);
            writer.Bytes("bytes"u8);
        }),
    ];

    private delegate void Body(ref FrameWriter writer);

    public Task FeedAsync(byte[] input)
    {
        try
        {
            var header = FrameHeader.Read(input);
            var reply = FrameHeader.Read(_handler.Answer(header, input.AsSpan(FrameHeader.Bytes), _reply));
            if (reply.Id != header.Id || reply.Type != (header.Type | FrameType.Reply))
                throw new FindingException($"A request {header} was answered with {reply}.");
        }
        catch (ProtocolException)
        {
            // As a server does: the connection ends.
            Reconnect();
        }

        if (++_frames % FramesPerConnection == 0)
            Reconnect();
        if (_lease.Segments[0].Span.IndexOfAnyExcept((byte)0x5A) >= 0)
            throw new FindingException("Bytes changed that somebody else had leased.");
        var statistics = _store.Statistics;
        if (statistics.UsedBytes < 0 || statistics.UsedBytes > statistics.CapacityBytes || statistics.FreeRows is < 0 or > Rows || statistics.Holds < 1)
            throw new FindingException($"The figures are impossible: {statistics}");
        return Task.CompletedTask;
    }

    private static void WriteKeys(ref FrameWriter writer)
    {
        writer.UInt32(3);
        writer.Key("a"u8);
        writer.Key(Witness);
        writer.Key(new byte[36]);
    }

    private static byte[] Make(FrameType type, Body body)
    {
        var writer = new FrameWriter(new byte[StoreLimits.MaxFrameBytes]);
        body(ref writer);
        return writer.Finish(type, 7).ToArray();
    }

    private void Reconnect()
    {
        _connection.Dispose();
        _store.Tick();
        _connection = _store.Connect();
        _handler = new StoreRequestHandler(_store, _connection, StoreRights.Full);
        // Slots that a connection leaves behind rest; without some of its own it could not commit.
        _connection.TakeCredits(new SlotTicket[2]);
    }
}
