using System.Text;
using KvFleet.Native;
using KvFleet.Protocol.Store;

namespace KvFleet.TestClient;

/// <summary>
/// One connection to the store of a pool: maps the pool's memory, puts rows and gets them, in batches, with the calling thread. For one caller at a time, and
/// leases live inside of one call only, so memory that the agent wants back is let go of between calls: <see cref="Pump"/> now and then while idle.
/// </summary>
public sealed class StoreClient : IDisposable
{
    private const int RecordBytes = 24;
    private readonly StoreClientOptions _options;
    private readonly PoolMapping _mapping = new();
    private readonly FrameChannel _channel;
    private readonly Stack<SlotTicket> _credits = new();

    private StoreClient(UnixSocket socket, StoreClientOptions options)
    {
        _options = options;
        _channel = new FrameChannel(socket, options.Timeout, _mapping.Hear);
    }

    /// <summary>Bytes of a row.</summary>
    public long Stride { get; private set; }

    /// <summary>Whether the pool's memory is mapped here; else bytes go over the socket.</summary>
    public bool IsMapped { get; private set; }

    /// <summary>Bytes of the pool that are mapped.</summary>
    public long MappedBytes => _mapping.MappedBytes;

    /// <summary>Whether this process may register memory with a driver now.</summary>
    public bool HasToken => _mapping.HasToken;

    /// <summary>Connects and says hello.</summary>
    /// <param name="path">The socket in the pod's volume.</param>
    /// <param name="options">What to say.</param>
    /// <exception cref="StoreRefusedException">Another fingerprint, stride or version; or the pool is not ready.</exception>
    /// <exception cref="IOException">Nobody listens, or the connection broke.</exception>
    public static StoreClient Connect(string path, StoreClientOptions options)
    {
        var client = new StoreClient(UnixSocket.Connect(path), options);
        try
        {
            client.Greet();
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Looks a key up in the key tables: no call, no lease, a hint.</summary>
    /// <param name="key">The key.</param>
    /// <param name="row">Row of the value, -1 when it is not one row.</param>
    /// <param name="length">Bytes of the value.</param>
    public bool TryFind(ReadOnlySpan<byte> key, out int row, out uint length)
    {
        var tag = KeyTag.Of(key);
        foreach (var table in _mapping.Tables)
        {
            if (table.TryFind(tag, out row, out length))
                return true;
        }

        (row, length) = (-1, 0);
        return false;
    }

    /// <summary>Asks the agent about keys.</summary>
    /// <param name="keys">The keys.</param>
    public StoreKey[] Lookup(IReadOnlyList<byte[]> keys) => AskKeys(keys, FrameType.Lookup);

    /// <summary>Asks for values of lower tiers.</summary>
    /// <param name="keys">The keys.</param>
    public StoreKey[] Prefetch(IReadOnlyList<byte[]> keys) => AskKeys(keys, FrameType.Prefetch);

    /// <summary>Leases values; <see cref="Release"/> them.</summary>
    /// <param name="keys">The keys, root of the prefix first.</param>
    public StoreKey[] Lease(IReadOnlyList<byte[]> keys) => AskKeys(keys, FrameType.Lease);

    /// <summary>Where a row lies in this process.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="IOException">It is not mapped: its memory was given back.</exception>
    public unsafe Span<byte> RowSpan(int row) => _mapping.Contains(row * Stride, Stride)
        ? new Span<byte>((void*)(_mapping.Address + (nint)(row * Stride)), (int)Stride)
        : throw new IOException($"Row {row} is not mapped: its memory was given back.");

    /// <summary>Ends leases without waiting for the answer.</summary>
    /// <param name="leased">What <see cref="Lease"/> gave; what has no handle is passed over.</param>
    public void Release(ReadOnlySpan<StoreKey> leased)
    {
        var request = _channel.Begin();
        var count = 0U;
        foreach (var key in leased)
            count += key.Handle != 0 ? 1U : 0U;
        if (count == 0)
            return;
        request.UInt32(count);
        foreach (var key in leased)
        {
            if (key.Handle != 0)
                request.UInt64(key.Handle);
        }

        _channel.Post(request, FrameType.Release);
    }

    /// <summary>Gets values.</summary>
    /// <param name="keys">The keys, root of the prefix first.</param>
    /// <param name="into">Gets the value of each; as long as a row, or at least as the value.</param>
    /// <returns>Length of each value, -1 where there is none. Only what is whole and right counts: a connection that broke meanwhile is an exception.</returns>
    /// <exception cref="IOException">The connection broke: none of the bytes may be used.</exception>
    public int[] Get(IReadOnlyList<byte[]> keys, IReadOnlyList<Memory<byte>> into)
    {
        Settle();
        var leased = Lease(keys);
        var lengths = new int[keys.Count];
        for (var i = 0; i < leased.Length; i++)
            lengths[i] = leased[i].Handle == 0 ? -1 : CopyOut(leased[i], into[i].Span);
        // An agent that ended in the middle may have a successor that gives rows away: its end is visible before that.
        if (_channel.IsHungUp)
            throw new IOException("The agent went away while values were being copied: they may not be used. Connect again.");
        Release(leased);
        return lengths;
    }

    /// <summary>Puts values.</summary>
    /// <param name="keys">The keys, in the order of the prefix.</param>
    /// <param name="values">The value of each, at most a row long.</param>
    /// <param name="group">The prefix; 0 for none.</param>
    /// <param name="firstPosition">Place of the first in the prefix.</param>
    /// <returns>What became of each. Without room, the rest is <see cref="CommitResult.NotHeld"/>.</returns>
    public CommitResult[] Put(IReadOnlyList<byte[]> keys, IReadOnlyList<ReadOnlyMemory<byte>> values, ulong group = 0, uint firstPosition = 0)
    {
        Settle();
        if (_credits.Count < keys.Count)
            TakeCredits(Math.Max(_options.Credits, keys.Count) - _credits.Count);
        var count = Math.Min(keys.Count, _credits.Count);
        var slots = new SlotTicket[count];
        for (var i = 0; i < count; i++)
        {
            slots[i] = _credits.Pop();
            if (!_options.CommitsBeforeWriting)
                CopyIn(slots[i], values[i].Span);
        }

        var results = new CommitResult[keys.Count];
        results.AsSpan().Fill(CommitResult.NotHeld);
        if (count > 0)
            Commit(slots, keys, values, group, firstPosition, results);
        for (var i = 0; _options.CommitsBeforeWriting && i < count; i++)
        {
            if (results[i] == CommitResult.Committed)
                CopyIn(slots[i], values[i].Span);
        }

        return results;
    }

    /// <summary>Pins keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="seconds">For how long; 0 to unpin.</param>
    /// <returns>0 done, 1 no such key, 2 the pinned share is used up; of each.</returns>
    public byte[] Pin(IReadOnlyList<byte[]> keys, uint seconds)
    {
        var request = _channel.Begin();
        request.UInt32(seconds);
        WriteKeys(ref request, keys);
        return ReadResults(new FrameReader(_channel.Ask(request, FrameType.Pin)));
    }

    /// <summary>Says when keys are used next.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="milliseconds">From now; <see cref="StoreLimits.NeverAgain"/>.</param>
    /// <returns>How many are there.</returns>
    public int Hint(IReadOnlyList<byte[]> keys, uint milliseconds)
    {
        var request = _channel.Begin();
        request.UInt32(milliseconds);
        WriteKeys(ref request, keys);
        return new FrameReader(_channel.Ask(request, FrameType.Hint)).Int32();
    }

    /// <summary>Says that keys were used.</summary>
    /// <param name="keys">All of a request, root first.</param>
    /// <returns>How many are there.</returns>
    public int Touch(IReadOnlyList<byte[]> keys)
    {
        var request = _channel.Begin();
        WriteKeys(ref request, keys);
        return new FrameReader(_channel.Ask(request, FrameType.Touch)).Int32();
    }

    /// <summary>Removes keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <returns>0 removed, 1 no such key; of each.</returns>
    public byte[] Remove(IReadOnlyList<byte[]> keys)
    {
        var request = _channel.Begin();
        WriteKeys(ref request, keys);
        return ReadResults(new FrameReader(_channel.Ask(request, FrameType.Remove)));
    }

    /// <summary>The store's figures as JSON.</summary>
    public string Stats() => Encoding.UTF8.GetString(_channel.Ask(_channel.Begin(), FrameType.Stats));

    /// <summary>Asks for, or gives back, the node's turn to register memory.</summary>
    /// <param name="ask">Whether to ask for it.</param>
    /// <returns>Whether it is here now; else <see cref="HasToken"/> tells after a <see cref="Pump"/>.</returns>
    public bool Token(bool ask)
    {
        var request = _channel.Begin();
        request.UInt32(ask ? 1U : 0U);
        _mapping.HasToken = false;
        return _mapping.HasToken |= new FrameReader(_channel.Ask(request, FrameType.Token)).UInt32() != 0;
    }

    /// <summary>Hears what the agent has said meanwhile, and lets go of memory that it wants back.</summary>
    public void Pump()
    {
        _channel.Pump();
        Settle();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _mapping.Dispose();
    }

    private static void WriteKeys(ref FrameWriter request, IReadOnlyList<byte[]> keys)
    {
        request.UInt32((uint)keys.Count);
        foreach (var key in keys)
            request.Key(key);
    }

    private static byte[] ReadResults(FrameReader reply) => reply.Take(reply.Count()).ToArray();

    private void Greet()
    {
        var request = _channel.Begin();
        request.UInt32(StoreLimits.Version);
        request.UInt32(_options.Map ? 1U : 0U);
        request.UInt64((ulong)_options.Stride);
        request.Text(_options.Fingerprint);
        request.Text(_options.Name);
        var reply = new FrameReader(_channel.Ask(request, FrameType.Hello));
        reply.UInt32();
        IsMapped = reply.UInt32() != 0;
        Stride = (long)reply.UInt64();
        _mapping.Reserve((long)reply.UInt64());
        while (IsMapped && !_mapping.IsComplete)
            _channel.WaitUnasked();
    }

    private StoreKey[] AskKeys(IReadOnlyList<byte[]> keys, FrameType type)
    {
        var request = _channel.Begin();
        WriteKeys(ref request, keys);
        var reply = new FrameReader(_channel.Ask(request, type));
        var records = new StoreKey[reply.Count()];
        for (var i = 0; i < records.Length; i++)
        {
            var record = new FrameReader(reply.Take(RecordBytes));
            records[i] = new StoreKey((byte)record.UInt32(), record.Int32(), record.UInt32(), record.UInt32(), record.UInt64());
        }

        return records;
    }

    private void TakeCredits(int wanted)
    {
        var request = _channel.Begin();
        request.UInt32((uint)wanted);
        AddCredits(new FrameReader(_channel.Ask(request, FrameType.Credits)));
    }

    private void AddCredits(FrameReader reply)
    {
        for (var left = reply.Count(); left > 0; left--)
            _credits.Push(new SlotTicket(reply.Int32(), reply.UInt32()));
    }

    private void Commit(SlotTicket[] slots, IReadOnlyList<byte[]> keys, IReadOnlyList<ReadOnlyMemory<byte>> values, ulong group, uint firstPosition, CommitResult[] results)
    {
        var request = _channel.Begin();
        request.UInt32((uint)Math.Max(0, _options.Credits - _credits.Count));
        request.UInt32((uint)slots.Length);
        for (var i = 0; i < slots.Length; i++)
        {
            var item = new CommitItem
            {
                Row = slots[i].Row,
                Ticket = slots[i].Ticket,
                Length = (uint)values[i].Length,
                Position = firstPosition + (uint)i,
                Group = group,
                Key = keys[i],
            };
            item.Write(ref request);
        }

        var reply = new FrameReader(_channel.Ask(request, FrameType.Commit));
        var answers = reply.Take(reply.Count());
        for (var i = 0; i < slots.Length; i++)
        {
            results[i] = (CommitResult)answers[i];
            if (results[i] is not (CommitResult.Committed or CommitResult.NotHeld))
                _credits.Push(slots[i]);
        }

        AddCredits(reply);
    }

    private void CopyIn(SlotTicket slot, ReadOnlySpan<byte> value)
    {
        if (IsRowMapped(slot.Row))
        {
            value.CopyTo(RowSpan(slot.Row));
            return;
        }

        for (var at = 0; at < value.Length; at += StoreLimits.MaxReadBytes)
        {
            var request = _channel.Begin();
            request.Int32(slot.Row);
            request.UInt32(slot.Ticket);
            request.UInt32((uint)at);
            request.Bytes(value.Slice(at, Math.Min(StoreLimits.MaxReadBytes, value.Length - at)));
            _channel.Ask(request, FrameType.Write);
        }
    }

    /// <summary>Else bytes go over the socket: values that are not one row, and rows of memory that is on its way here or away.</summary>
    private bool IsRowMapped(int row) => IsMapped && row >= 0 && _mapping.Contains(row * Stride, Stride);

    private int CopyOut(StoreKey leased, Span<byte> into)
    {
        if (IsRowMapped(leased.Row))
        {
            RowSpan(leased.Row)[..(int)leased.Length].CopyTo(into);
            return (int)leased.Length;
        }

        for (var at = 0; at < (int)leased.Length;)
        {
            var request = _channel.Begin();
            request.UInt64(leased.Handle);
            request.UInt32((uint)at);
            request.UInt32((uint)Math.Min(StoreLimits.MaxReadBytes, (int)leased.Length - at));
            var part = _channel.Ask(request, FrameType.Read);
            part.CopyTo(into[at..]);
            at += part.Length;
        }

        return (int)leased.Length;
    }

    /// <summary>Memory that the agent wants back is unmapped already; slots in it are worth nothing any more.</summary>
    private void Settle()
    {
        _channel.Pump();
        if (_mapping.ToAcknowledge.Count == 0)
            return;
        var kept = _credits.Where(slot => _mapping.Contains(slot.Row * Stride, Stride)).ToArray();
        _credits.Clear();
        foreach (var slot in kept)
            _credits.Push(slot);
        var request = _channel.Begin();
        request.UInt32((uint)_mapping.ToAcknowledge.Count);
        foreach (var number in _mapping.ToAcknowledge)
            request.UInt64(number);
        _mapping.ToAcknowledge.Clear();
        _channel.Ask(request, FrameType.Unmapped);
    }
}
