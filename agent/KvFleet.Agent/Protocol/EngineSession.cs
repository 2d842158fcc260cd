using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Volumes;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;
using KvFleet.Store.Arenas;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Protocol;

/// <summary>
/// The connection of an engine process. When it has to be cut off while extents went over it, the socket is kept until the peer closes it: what
/// waits unread in there is memory that no scan of processes can see.
/// </summary>
internal sealed class EngineSession : IMapperConnection
{
    private static readonly TimeSpan LingerPause = TimeSpan.FromMilliseconds(100);
    private readonly MessageSocket<VolumeMessage> _socket;
    private readonly VolumeIdentity _identity;
    private readonly AgentLoop _loop;
    private readonly NodeUnit _node;
    private readonly ClientFactory _clients;
    private readonly ClientOutbox _outbox;

    public EngineSession(MessageSocket<VolumeMessage> socket, VolumeIdentity identity, long number, AgentLoop loop, NodeUnit node, ClientFactory clients, CancellationToken closing)
    {
        (_socket, _identity, _loop, _node, _clients) = (socket, identity, loop, node, clients);
        Session = new MapperSession(number, new MapperIdentity(identity.PodNamespace, identity.PodName, identity.PodUid));
        _outbox = new ClientOutbox(socket, clients.Time, closing);
    }

    /// <inheritdoc/>
    public MapperSession Session { get; }

    /// <summary>Serves the engine until its end.</summary>
    public async Task RunAsync(CancellationToken closing)
    {
        var admission = await _loop.AskAsync(() => _node.AdmitEngine(_identity), closing);
        if (admission.Pool is not { } pool)
        {
            Refuse(admission.Reason!, admission.Message!);
            await _outbox.Ended;
            return;
        }

        if (_identity.IsGuest)
        {
            Refuse(AgentReasons.PoolNotOnNode, $"Pods of namespace {_identity.PodNamespace} may not map memory of pool {pool.Key}: they get copies over the store protocol.");
            await _outbox.Ended;
            return;
        }

        _outbox.Send(new Welcome(ProtocolLimits.Version, VolumeRole.Engine, pool.Key.ToString(), admission.RowStrideBytes));
        var maps = false;
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(closing, _outbox.Closed);
            await foreach (var message in ReadAsync(stop.Token))
            {
                if (await AnswerAsync(pool, message, maps, closing) is { } fault)
                    Refuse(RefusalReasons.ProtocolError, fault);
                maps |= message is Map;
            }

            if (maps && _outbox.Refusal is not null)
                await LingerAsync(closing);
        }
        finally
        {
            if (maps)
                _loop.Post(() => pool.Detach(this));
            _outbox.Refuse(RefusalReasons.ProtocolError, "The connection ends.");
            await _outbox.Ended;
        }
    }

    /// <inheritdoc/>
    public void Grant(long generation, long rowStrideBytes, ImmutableArray<PoolExtent> extents)
    {
        // An empty answer is one message, too.
        var chunks = extents.IsEmpty ? [[]] : extents.Chunk(ProtocolLimits.MaxDescriptors);
        foreach (var chunk in chunks)
        {
            _outbox.Send(
                new MappableExtents(generation, rowStrideBytes, [.. chunk.Select(static e => new MappableExtent(e.Id, e.Index, e.Bytes, e.Offset))]),
                [.. chunk.Select(static e => e.Extent!.File)]);
        }
    }

    /// <inheritdoc/>
    public void Revoke(ImmutableArray<PoolExtent> extents, TimeSpan deadline)
    {
        foreach (var chunk in extents.Select(static extent => extent.Id).Chunk(ProtocolLimits.MaxListEntries))
            _outbox.Send(new Revoke(chunk, (int)deadline.TotalSeconds));
    }

    /// <inheritdoc/>
    public void ShowKeys(ImmutableArray<ArenaKeys> tables)
    {
        // Who only maps has no use for keys.
    }

    /// <inheritdoc/>
    public void Refuse(string reason, string message)
    {
        _clients.Refused(reason);
        _outbox.Refuse(reason, message);
    }

    /// <summary>Messages until the peer closes or is refused. A packet that breaks the protocol refuses it.</summary>
    private async IAsyncEnumerable<VolumeMessage> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var budget = new MessageBudget(_clients.Time);
        while (_outbox.Refusal is null)
        {
            VolumeMessage? message = null;
            try
            {
                using var received = await _socket.ReceiveAsync(stop);
                message = received?.Message;
                if (message is null)
                    yield break;
            }
            catch (ProtocolException e)
            {
                Refuse(RefusalReasons.ProtocolError, e.Message);
            }
            catch (OperationCanceledException) when (_outbox.Closed.IsCancellationRequested)
            {
                yield break;
            }

            if (message is not null && !budget.TrySpend())
                Refuse(AgentReasons.TooManyMessages, $"More than {MessageBudget.PerSecond} messages per second. Connect again, more quietly.");
            else if (message is not null)
                yield return message;
        }
    }

    private async Task<string?> AnswerAsync(PoolUnit pool, VolumeMessage message, bool maps, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case Map when maps:
                return "map may be said once on a connection.";
            case Map:
                return await _loop.AskAsync<string?>(
                    () =>
                    {
                        pool.Map(this);
                        return null;
                    },
                    cancellationToken);
            case Unmapped when !maps:
                return "unmapped comes after map.";
            case Unmapped unmapped:
                return await _loop.AskAsync(() => pool.Unmapped(this, unmapped.Ids), cancellationToken)
                    ? null
                    : "unmapped names an extent that was not passed over this connection.";
            default:
                return $"An engine does not say {message.GetType().Name}.";
        }
    }

    private async Task LingerAsync(CancellationToken closing)
    {
        await _outbox.Ended;
        // It is refused already; all that matters is when it lets go. One packet now and then: a flood fills its own queue.
        while (await ClientFactory.SkipAsync(_socket, closing))
            await Task.Delay(LingerPause, _clients.Time, closing);
    }
}
