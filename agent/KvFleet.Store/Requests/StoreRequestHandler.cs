using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using KvFleet.Protocol;
using KvFleet.Protocol.Store;

namespace KvFleet.Store.Requests;

/// <summary>Answers the requests of one client that are about keys and rows. Knows nothing of sockets: a frame comes, a frame goes.</summary>
/// <param name="store">The store.</param>
/// <param name="connection">What the client has of it.</param>
/// <param name="rights">What the client may do.</param>
public sealed class StoreRequestHandler(PoolStore store, StoreConnection connection, StoreRights rights)
{
    private static StoreRecord[] Records => RequestScratch.Current.Records;

    private static SlotTicket[] Slots => RequestScratch.Current.Slots;

    private static ulong[] Handles => RequestScratch.Current.Handles;

    private static byte[] Results => RequestScratch.Current.Results;

    /// <summary>Answers one request.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">What follows the header.</param>
    /// <param name="buffer">Takes the reply; <see cref="StoreLimits.MaxFrameBytes"/> long.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ProtocolException">The frame breaks the protocol: say so and end the connection.</exception>
    public ReadOnlySpan<byte> Answer(FrameHeader header, ReadOnlySpan<byte> body, Span<byte> buffer)
    {
        var reader = new FrameReader(body);
        var writer = new FrameWriter(buffer);
        var status = header.Type switch
        {
            FrameType.Lookup => Lookup(ref reader, ref writer),
            FrameType.Lease => Lease(ref reader, ref writer),
            FrameType.Release => Release(ref reader, ref writer),
            FrameType.Credits => Credits(ref reader, ref writer),
            FrameType.Commit => Commit(ref reader, ref writer),
            FrameType.Abort => Abort(ref reader, ref writer),
            FrameType.Pin => Pin(ref reader, ref writer),
            FrameType.Prefetch => Prefetch(ref reader, ref writer),
            FrameType.Hint => Hint(ref reader, ref writer),
            FrameType.Touch => Touch(ref reader, ref writer),
            FrameType.Stats => Stats(ref reader, ref writer),
            FrameType.Read => Read(ref reader, ref writer),
            FrameType.Write => Write(ref reader, ref writer),
            FrameType.Remove => Remove(ref reader, ref writer),
            _ => FrameStatus.UnknownType,
        };
        return status switch
        {
            FrameStatus.Ok => writer.Finish(header.Type | FrameType.Reply, header.Id),
            FrameStatus.UnknownType => Fail(header, status, $"There is no request of type {(ushort)header.Type}: it may be of a newer protocol than version {StoreLimits.Version}.", buffer),
            FrameStatus.NotAllowed when rights == StoreRights.Guest => Fail(header, status, "The pool is shared with this pod's namespace to look and copy, not to store, pin or remove: see spec.sharing.access of the pool.", buffer),
            FrameStatus.NotAllowed => Fail(header, status, "A client that said no fingerprint may look and copy, not store or remove. Say one in hello.", buffer),
            FrameStatus.NotReady => Fail(header, status, "The lease or slot is not this connection's, or not that long: it ended, or its memory was given back.", buffer),
            _ => Fail(header, status, "A bound of the connection is reached.", buffer),
        };
    }

    /// <summary>A reply that says what is wrong.</summary>
    /// <param name="header">The request's header.</param>
    /// <param name="status">What is wrong.</param>
    /// <param name="message">In words, with the remedy.</param>
    /// <param name="buffer">Takes the reply.</param>
    public static ReadOnlySpan<byte> Fail(FrameHeader header, FrameStatus status, string message, Span<byte> buffer)
    {
        var writer = new FrameWriter(buffer);
        writer.Bytes(Encoding.UTF8.GetBytes(ProtocolLimits.Shorten(message)));
        return writer.Finish(header.Type | FrameType.Reply, header.Id, status);
    }

    private static void WriteRecords(ReadOnlySpan<StoreRecord> records, ref FrameWriter writer)
    {
        writer.UInt32((uint)records.Length);
        foreach (var record in records)
        {
            writer.UInt32((byte)record.State);
            writer.Int32(record.Row);
            writer.UInt32(record.Generation);
            writer.UInt32(record.Length);
            writer.UInt64(record.Handle);
        }
    }

    private static SlotTicket ReadSlot(ref FrameReader reader) => new(reader.Int32(), reader.UInt32());

    private FrameStatus Lookup(ref FrameReader reader, ref FrameWriter writer)
    {
        var keys = reader.Keys();
        reader.End();
        connection.Lookup(keys, Records);
        WriteRecords(Records.AsSpan(0, keys.Count), ref writer);
        return FrameStatus.Ok;
    }

    private FrameStatus Lease(ref FrameReader reader, ref FrameWriter writer)
    {
        var keys = reader.Keys();
        reader.End();
        if (connection.Leases + keys.Count > StoreLimits.MaxLeases)
            return FrameStatus.TooMuch;
        connection.Lease(keys, Records);
        WriteRecords(Records.AsSpan(0, keys.Count), ref writer);
        return FrameStatus.Ok;
    }

    private FrameStatus Prefetch(ref FrameReader reader, ref FrameWriter writer)
    {
        var keys = reader.Keys();
        reader.End();
        connection.Prefetch(keys, Records);
        WriteRecords(Records.AsSpan(0, keys.Count), ref writer);
        return FrameStatus.Ok;
    }

    private FrameStatus Release(ref FrameReader reader, ref FrameWriter writer)
    {
        var count = reader.Count();
        var handles = Handles;
        for (var i = 0; i < count; i++)
            handles[i] = reader.UInt64();
        reader.End();
        connection.Release(handles.AsSpan(0, count), Results);
        WriteResults(count, ref writer);
        return FrameStatus.Ok;
    }

    private FrameStatus Credits(ref FrameReader reader, ref FrameWriter writer)
    {
        var wanted = reader.UInt32();
        reader.End();
        if (rights != StoreRights.Full)
            return FrameStatus.NotAllowed;
        WriteCredits(wanted, ref writer);
        return FrameStatus.Ok;
    }

    private FrameStatus Commit(ref FrameReader reader, ref FrameWriter writer)
    {
        var wanted = reader.UInt32();
        var count = reader.Count();
        // The whole frame is looked at before anything of it is done.
        var check = reader;
        for (var i = 0; i < count; i++)
            CommitItem.Read(ref check);
        check.End();
        if (rights != StoreRights.Full)
            return FrameStatus.NotAllowed;
        var results = Results;
        for (var i = 0; i < count; i++)
            results[i] = (byte)connection.Commit(CommitItem.Read(ref reader));
        WriteResults(count, ref writer);
        WriteCredits(wanted, ref writer);
        return FrameStatus.Ok;
    }

    private FrameStatus Abort(ref FrameReader reader, ref FrameWriter writer)
    {
        var count = reader.Count();
        var (slots, results) = (Slots, Results);
        for (var i = 0; i < count; i++)
            slots[i] = ReadSlot(ref reader);
        reader.End();
        for (var i = 0; i < count; i++)
            results[i] = connection.Abort(slots[i]) ? (byte)0 : (byte)1;
        WriteResults(count, ref writer);
        return FrameStatus.Ok;
    }

    private FrameStatus Pin(ref FrameReader reader, ref FrameWriter writer)
    {
        var seconds = reader.UInt32();
        var keys = reader.Keys();
        reader.End();
        if (rights == StoreRights.Guest)
            return FrameStatus.NotAllowed;
        var i = 0;
        foreach (var key in keys)
            Results[i++] = connection.Pin(key, seconds);
        WriteResults(keys.Count, ref writer);
        return FrameStatus.Ok;
    }

    private FrameStatus Hint(ref FrameReader reader, ref FrameWriter writer)
    {
        var milliseconds = reader.UInt32();
        var keys = reader.Keys();
        reader.End();
        writer.UInt32((uint)connection.Hint(keys, milliseconds));
        return FrameStatus.Ok;
    }

    private FrameStatus Touch(ref FrameReader reader, ref FrameWriter writer)
    {
        var keys = reader.Keys();
        reader.End();
        writer.UInt32((uint)connection.Touch(keys));
        return FrameStatus.Ok;
    }

    private FrameStatus Stats(ref FrameReader reader, ref FrameWriter writer)
    {
        reader.End();
        writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(store.Statistics, StoreJson.Default.StoreStatistics));
        return FrameStatus.Ok;
    }

    private FrameStatus Read(ref FrameReader reader, ref FrameWriter writer)
    {
        var (handle, offset, wanted) = (reader.UInt64(), reader.UInt32(), reader.UInt32());
        reader.End();
        if (wanted > StoreLimits.MaxReadBytes)
            return FrameStatus.TooMuch;
        // Straight into the reply; what the value is shorter than asked for is taken back.
        var room = writer.Take((int)wanted);
        var copied = connection.Read(handle, offset, room);
        if (copied < 0)
            return FrameStatus.NotReady;
        writer.GiveBack(room.Length - copied);
        return FrameStatus.Ok;
    }

    private FrameStatus Write(ref FrameReader reader, ref FrameWriter writer)
    {
        var slot = ReadSlot(ref reader);
        var offset = reader.UInt32();
        if (rights != StoreRights.Full)
            return FrameStatus.NotAllowed;
        if (!connection.Write(slot, offset, reader.Take(reader.Left)))
            return FrameStatus.NotReady;
        writer.UInt32(0);
        return FrameStatus.Ok;
    }

    private FrameStatus Remove(ref FrameReader reader, ref FrameWriter writer)
    {
        var keys = reader.Keys();
        reader.End();
        if (rights != StoreRights.Full)
            return FrameStatus.NotAllowed;
        var i = 0;
        foreach (var key in keys)
            Results[i++] = store.Remove(key) ? (byte)0 : (byte)1;
        WriteResults(keys.Count, ref writer);
        return FrameStatus.Ok;
    }

    private static void WriteResults(int count, ref FrameWriter writer)
    {
        writer.UInt32((uint)count);
        writer.Bytes(Results.AsSpan(0, count));
    }

    private void WriteCredits(uint wanted, ref FrameWriter writer)
    {
        var count = connection.TakeCredits(Slots.AsSpan(0, (int)Math.Min(wanted, StoreLimits.MaxItems)));
        writer.UInt32((uint)count);
        writer.Bytes(MemoryMarshal.AsBytes(Slots.AsSpan(0, count)));
    }
}
