using System.Buffers;
using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Volumes;
using KvFleet.Protocol;
using KvFleet.Protocol.Store;
using KvFleet.Protocol.Volume;
using KvFleet.Store;
using KvFleet.Store.Arenas;
using KvFleet.Store.Extents.Mappers;
using KvFleet.Store.Requests;

namespace KvFleet.Agent.Protocol.Store;

/// <summary>One connection that speaks the store protocol. Requests are answered where they arrive; the loop is asked only about memory as it comes and goes.</summary>
internal sealed class StoreSession : IMapperConnection
{
    private static readonly TimeSpan LingerPause = TimeSpan.FromMilliseconds(100);
    private readonly FrameSocket _socket;
    private readonly VolumeIdentity _identity;
    private readonly AgentContext _context;
    private readonly NodeUnit _node;
    private readonly FrameOutbox _outbox;
    private readonly StoreMappings _mappings = new();
    private PoolUnit? _pool;
    private StoreConnection? _connection;
    private StoreRequestHandler? _handler;
    // Both on the loop.
    private bool _owesTokenReply;
    private bool _owesTokenGrant;
    private bool _mayMap;
    private bool _maps;

    public StoreSession(FrameSocket socket, VolumeIdentity identity, long number, AgentContext context, NodeUnit node, CancellationToken closing)
    {
        (_socket, _identity, _context, _node) = (socket, identity, context, node);
        Session = new MapperSession(number, new MapperIdentity(identity.PodNamespace, identity.PodName, identity.PodUid));
        _outbox = new FrameOutbox(socket, context.Time, closing);
    }

    /// <inheritdoc/>
    public MapperSession Session { get; }

    /// <summary>Serves the client until its end.</summary>
    public async Task RunAsync(CancellationToken closing)
    {
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(closing, _outbox.Closed);
            await ServeAsync(stop.Token);
            if (_maps && _outbox.IsRefused)
                await LingerAsync(closing);
        }
        finally
        {
            _connection?.Dispose();
            _context.Loop.Post(() =>
            {
                _context.Token.GiveBack(this);
                if (_maps)
                    _pool!.Detach(this);
            });
            _outbox.Refuse("The connection ends.");
            await _outbox.Ended;
        }
    }

    /// <inheritdoc/>
    public void Grant(long generation, long rowStrideBytes, ImmutableArray<PoolExtent> extents)
    {
        _mappings.Granted(extents);
        var chunks = extents.IsEmpty ? [[]] : extents.Chunk(StoreLimits.MaxExtents).ToArray();
        foreach (var (number, chunk) in chunks.Index())
            _outbox.Send(Frames.Extents(chunk, number == chunks.Length - 1), [.. chunk.Select(static extent => extent.Extent!.File)]);
    }

    /// <inheritdoc/>
    public void Revoke(ImmutableArray<PoolExtent> extents, TimeSpan deadline)
    {
        _mappings.Granted(extents);
        foreach (var chunk in extents.Chunk(StoreLimits.MaxItems))
            _outbox.Send(Frames.Revoke(deadline, [.. chunk.Select(static extent => extent.Number)], []));
    }

    /// <inheritdoc/>
    public void ShowKeys(ImmutableArray<ArenaKeys> tables)
    {
        var (fresh, gone) = _mappings.Compare(tables);
        if (gone.Count > 0)
            _outbox.Send(Frames.Revoke(_context.DrainDeadline, [], gone));
        foreach (var table in fresh)
            _outbox.Send(Frames.KeyTable(table.Arena, table.Bytes), table.File);
    }

    /// <inheritdoc/>
    public void Refuse(string reason, string message)
    {
        _context.Metrics.Refused(reason);
        _outbox.Refuse(message);
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Rented for one request at a time: an idle connection has no buffer.
            var (request, reply) = (ArrayPool<byte>.Shared.Rent(StoreLimits.MaxFrameBytes), ArrayPool<byte>.Shared.Rent(StoreLimits.MaxFrameBytes));
            try
            {
                while (_socket.TryReceive(request, out var length))
                {
                    if (length == 0 || !await AnswerAsync(request.AsMemory(0, length), reply, stop))
                        return;
                }
            }
            catch (ProtocolException e)
            {
                Refuse(RefusalReasons.ProtocolError, e.Message);
                return;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(request);
                ArrayPool<byte>.Shared.Return(reply);
            }

            await _socket.WaitReadableAsync(stop);
        }
    }

    /// <returns>False when the connection ends.</returns>
    private async Task<bool> AnswerAsync(ReadOnlyMemory<byte> packet, byte[] buffer, CancellationToken stop)
    {
        var header = FrameHeader.Read(packet.Span);
        int length;
        var goesOn = true;
        try
        {
            (length, goesOn) = header.Type switch
            {
                FrameType.Hello => await GreetAsync(header, packet, buffer, stop),
                _ when _handler is null => (Fail(header, FrameStatus.NotAllowed, "Say hello first.", buffer), true),
                FrameType.Unmapped => (await UnmappedAsync(header, packet, buffer, stop), true),
                FrameType.Token => (await TokenAsync(header, packet, buffer, stop), true),
                _ => (_handler.Answer(header, packet.Span[FrameHeader.Bytes..], buffer).Length, true),
            };
        }
        catch (ProtocolException e)
        {
            (length, goesOn) = (Fail(header, FrameStatus.BadFrame, e.Message, buffer), false);
        }

        await _socket.SendAsync(buffer.AsMemory(0, length), null, stop);
        // Only now, so that nothing comes before the reply.
        if (_mayMap && !_maps)
            StartMapping();
        if (header.Type == FrameType.Token)
            _context.Loop.Post(TokenReplySent);
        return goesOn;
    }

    private async Task<(int Length, bool GoesOn)> GreetAsync(FrameHeader header, ReadOnlyMemory<byte> packet, byte[] buffer, CancellationToken stop)
    {
        if (_handler is not null)
            return (Fail(header, FrameStatus.NotAllowed, "Hello may be said once on a connection.", buffer), true);
        var hello = StoreHello.Read(packet.Span[FrameHeader.Bytes..]);
        if (hello.Version != StoreLimits.Version)
            return (Fail(header, FrameStatus.UnsupportedVersion, $"This agent speaks version {StoreLimits.Version} of the store protocol, not {hello.Version}. Use a client of its release.", buffer), false);
        var (pool, message) = await _context.Loop.AskAsync(() => Admit(), stop);
        if (pool?.Store.Store is not { } store)
            return (Fail(header, FrameStatus.NotReady, message, buffer), true);
        var mayStore = _context.Stores.MayStore(_identity);
        var agreement = store.Memory.Agree(hello.Stride, hello.Fingerprint, mayStore);
        if (agreement.Outcome != StoreAgreementOutcome.Agreed)
        {
            var status = agreement.Outcome == StoreAgreementOutcome.WrongStride ? FrameStatus.WrongStride : FrameStatus.FingerprintMismatch;
            return (Fail(header, status, agreement.Message!, buffer), false);
        }

        _pool = pool;
        _connection = store.Connect();
        _handler = new StoreRequestHandler(store, _connection, mayStore ? hello.Fingerprint.Length > 0 ? StoreRights.Full : StoreRights.Unidentified : StoreRights.Guest);
        // Another namespace gets copies: a mapping would let it write, and keep what it read.
        _mayMap = hello.WantsMapping && !_identity.IsGuest;
        var writer = new FrameWriter(buffer);
        writer.UInt32(StoreLimits.Version);
        writer.UInt32(_mayMap ? 1U : 0U);
        writer.UInt64((ulong)store.Memory.Stride);
        writer.UInt64((ulong)_context.AddressSpaceBytes);
        writer.UInt64((ulong)Session.Number);
        writer.UInt32(StoreLimits.MaxCredits);
        writer.UInt32(StoreLimits.MaxLeases);
        return (writer.Finish(header.Type | FrameType.Reply, header.Id).Length, true);
    }

    private void StartMapping()
    {
        _maps = true;
        _context.Loop.Post(() => _pool!.Map(this));
    }

    private (PoolUnit? Pool, string Message) Admit()
    {
        var admission = _node.AdmitEngine(_identity);
        return admission.Pool is { } pool
            ? (pool, $"Pool {pool.Key} has no memory on this node that is ready to store values. Try again later, and do without it meanwhile.")
            : (null, admission.Message!);
    }

    private async Task<int> UnmappedAsync(FrameHeader header, ReadOnlyMemory<byte> packet, byte[] buffer, CancellationToken stop)
    {
        var numbers = ReadNumbers(packet);
        var ids = _mappings.IdsOf(numbers);
        if (!_maps || ids is null)
            return Fail(header, FrameStatus.NotAllowed, "Unmapped names an extent that was not passed over this connection.", buffer);
        var holders = await _context.Loop.AskAsync(() => _pool!.Unmapped(this, ids) ? _pool.DrainingHolders() : null, stop);
        if (holders is null)
            return Fail(header, FrameStatus.NotAllowed, "Unmapped names an extent that was not passed over this connection.", buffer);
        foreach (var holder in holders)
            _connection!.Forget(holder);
        var writer = new FrameWriter(buffer);
        writer.UInt32(0);
        return writer.Finish(header.Type | FrameType.Reply, header.Id).Length;
    }

    private async Task<int> TokenAsync(FrameHeader header, ReadOnlyMemory<byte> packet, byte[] buffer, CancellationToken stop)
    {
        var asks = ReadFlag(packet);
        var granted = await _context.Loop.AskAsync(
            () =>
            {
                _owesTokenReply = true;
                if (asks)
                    return _context.Token.Ask(this, GrantToken);
                _context.Token.GiveBack(this);
                return false;
            },
            stop);
        var writer = new FrameWriter(buffer);
        writer.UInt32(granted ? 1U : 0U);
        return writer.Finish(header.Type | FrameType.Reply, header.Id).Length;
    }

    // The turn may come while the reply "queued" is on its way: it is told after it, never before.
    private void GrantToken()
    {
        _owesTokenGrant = _owesTokenReply;
        if (!_owesTokenReply)
            _outbox.Send(Frames.Make(FrameType.TokenGranted, []));
    }

    private void TokenReplySent()
    {
        _owesTokenReply = false;
        if (!_owesTokenGrant)
            return;
        _owesTokenGrant = false;
        _outbox.Send(Frames.Make(FrameType.TokenGranted, []));
    }

    private async Task LingerAsync(CancellationToken closing)
    {
        await _outbox.Ended;
        // What waits unread in the socket is memory that no scan of processes sees: it counts until the peer closes.
        var buffer = new byte[StoreLimits.MaxFrameBytes];
        while (!closing.IsCancellationRequested)
        {
            var waits = true;
            try
            {
                waits = !_socket.TryReceive(buffer, out var length);
                if (!waits && length == 0)
                    return;
            }
            catch (ProtocolException)
            {
                // It is refused already; all that matters is when it lets go.
            }

            if (waits)
                await _socket.WaitReadableAsync(closing);
            await Task.Delay(LingerPause, _context.Time, closing);
        }
    }

    private static int Fail(FrameHeader header, FrameStatus status, string message, byte[] buffer) => StoreRequestHandler.Fail(header, status, message, buffer).Length;

    private static ulong[] ReadNumbers(ReadOnlyMemory<byte> packet)
    {
        var reader = new FrameReader(packet.Span[FrameHeader.Bytes..]);
        var numbers = new ulong[reader.Count()];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = reader.UInt64();
        reader.End();
        return numbers;
    }

    private static bool ReadFlag(ReadOnlyMemory<byte> packet)
    {
        var reader = new FrameReader(packet.Span[FrameHeader.Bytes..]);
        var flag = reader.UInt32();
        reader.End();
        return flag != 0;
    }
}
