using System.Collections.Concurrent;
using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Locking;
using KvFleet.Store.Extents.Mappers;
using NodeExtentIdentity = KvFleet.Protocol.NodeChannel.ExtentIdentity;

namespace KvFleet.Agent.Volumes;

/// <summary>What is asked of the privileged container, over whichever connection there is.</summary>
internal sealed class NodeRequests(ImmutableArray<NumaNode> numaNodes, ILogger<NodeRequests> logger) : IExtentLocker, IMapperScanner, IVolumeStatusWriter
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<NodeAnswer>> _pending = new();
    private MessageSocket<NodeMessage>? _socket;
    private long _lastId;

    /// <summary>Sends over a connection from now on.</summary>
    public void Open(MessageSocket<NodeMessage> socket) => Volatile.Write(ref _socket, socket);

    /// <summary>The connection is gone: everything that is pending fails.</summary>
    public void Close()
    {
        Volatile.Write(ref _socket, null);
        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var pending))
                pending.TrySetException(new LockerUnavailableException("The connection to the node container was lost."));
        }
    }

    /// <summary>Gives an answer to whoever asked.</summary>
    public void Answer(NodeAnswer answer)
    {
        if (_pending.TryRemove(answer.Id, out var pending))
            pending.TrySetResult(answer);
    }

    /// <inheritdoc/>
    public async Task PrepareAsync(Extent extent, string volumeId, CancellationToken cancellationToken)
    {
        var policy = ExtentPolicy.Of(extent.Plan, numaNodes);
        await AskAsync(
            id => new Prepare(id, extent.LockId, volumeId, extent.Plan.Bytes, extent.Plan.HugePageBytes, policy.Mode, policy.Nodes), extent.File, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> LockAsync(string lockId, CancellationToken cancellationToken) =>
        await AskAsync(id => new LockExtent(id, lockId), null, cancellationToken) is Locked locked ? locked.Bytes : 0;

    /// <inheritdoc/>
    public async Task UnlockAsync(string lockId, CancellationToken cancellationToken) =>
        await AskAsync(id => new UnlockExtent(id, lockId), null, cancellationToken);

    /// <inheritdoc/>
    public async Task RetainAsync(IReadOnlyCollection<string> lockIds, CancellationToken cancellationToken)
    {
        // A longer list cannot be said in one message; what is left over then stays mapped until its volume is unpublished.
        if (lockIds.Count > ProtocolLimits.MaxListEntries)
            return;
        if (await AskAsync(id => new Retain(id, [.. lockIds]), null, cancellationToken) is Done { Dropped: > 0 and var dropped })
            logger.Retained(dropped);
    }

    /// <inheritdoc/>
    public async Task<MapperSightings> ScanAsync(IReadOnlyCollection<ScanTarget> targets, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<MapperSighting>();
        var complete = true;
        foreach (var chunk in targets.Chunk(ProtocolLimits.MaxListEntries))
        {
            var answer = await AskAsync(
                id => new FindMappers(id, [.. chunk.Select(static target => new NodeExtentIdentity(target.Id, target.Identity.Inode, target.Identity.Device))]),
                null,
                cancellationToken);
            if (answer is not Mappers mappers)
                throw new IOException($"The node container answered {answer.GetType().Name}.");
            complete &= mappers.IsComplete;
            found.AddRange(mappers.Processes.Select(static m => new MapperSighting(m.ExtentId, m.Pid, m.Command, m.PodUid, m.Mapped, m.Descriptor)));
        }

        return new MapperSightings(found.ToImmutable(), complete);
    }

    /// <summary>Says what the node shall have of shared filesystems. What is lost on the way is said again after the next connection.</summary>
    public void Want(IReadOnlyList<WantShared> parts) => _ = WantAsync(parts);

    /// <inheritdoc/>
    public void Write(string volumeId, VolumeAvailability status) => _ = WriteAsync(volumeId, status);

    private async Task WriteAsync(string volumeId, VolumeAvailability status)
    {
        try
        {
            await AskAsync(id => new SetVolumeStatus(id, volumeId, status.IsAvailable, status.Reason, status.Message), null, CancellationToken.None);
        }
        catch (LockerUnavailableException)
        {
            // After it is back, every volume is told anew.
        }
        catch (ExtentLockerException e)
        {
            logger.StatusNotWritten(volumeId, e.Message);
        }
    }

    private async Task WantAsync(IReadOnlyList<WantShared> parts)
    {
        try
        {
            foreach (var part in parts)
                await AskAsync(id => part with { Id = id }, null, CancellationToken.None);
        }
        catch (LockerUnavailableException)
        {
            // After it is back, it is told anew.
        }
        catch (ExtentLockerException e)
        {
            logger.SharedRefused(e.Message);
        }
    }

    /// <summary>Asks and waits for the answer. Requests go out in the order of the calls.</summary>
    private async Task<NodeAnswer> AskAsync(Func<long, NodeRequest> make, MemoryFile? file, CancellationToken cancellationToken)
    {
        var socket = Volatile.Read(ref _socket) ?? throw new LockerUnavailableException("The node container is not connected.");
        var request = make(Interlocked.Increment(ref _lastId));
        var pending = new TaskCompletionSource<NodeAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[request.Id] = pending;
        try
        {
            await socket.SendAsync(request, file is null ? [] : [file], cancellationToken);
            // Closed between the look at the socket and the entry: nobody else would fail it.
            if (Volatile.Read(ref _socket) != socket)
                throw new LockerUnavailableException("The connection to the node container was lost.");
            var answer = await pending.Task.WaitAsync(cancellationToken);
            return answer is NodeError error ? throw new ExtentLockerException(error.Message) : answer;
        }
        catch (Exception e) when (e is NativeException or ObjectDisposedException)
        {
            throw new LockerUnavailableException("The connection to the node container was lost.", e);
        }
        finally
        {
            _pending.TryRemove(request.Id, out _);
        }
    }
}
