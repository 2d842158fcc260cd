using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Volumes;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;
using HolderOperation = KvFleet.Store.Extents.Holders.HolderOperation;

namespace KvFleet.Agent.Protocol;

/// <summary>The connection of a holder: turns its messages into events of its unit, and the unit's wishes into messages.</summary>
internal sealed class HolderSession : IHolderConnection
{
    /// <summary>More extents than this are no honest holder's: 64 TiB in full ones.</summary>
    private const int MaxExtents = 1024;

    private readonly MessageSocket<VolumeMessage> _socket;
    private readonly VolumeIdentity _identity;
    private readonly AgentLoop _loop;
    private readonly NodeUnit _node;
    private readonly ClientFactory _clients;
    private readonly ClientOutbox _outbox;

    public HolderSession(MessageSocket<VolumeMessage> socket, VolumeIdentity identity, AgentLoop loop, NodeUnit node, ClientFactory clients, CancellationToken closing)
    {
        (_socket, _identity, _loop, _node, _clients) = (socket, identity, loop, node, clients);
        _outbox = new ClientOutbox(socket, clients.Time, closing);
    }

    /// <inheritdoc/>
    public string VolumeId => _identity.VolumeId;

    /// <inheritdoc/>
    public string HolderUid => _identity.PodUid;

    /// <summary>Serves the holder until its end.</summary>
    public async Task RunAsync(CancellationToken closing)
    {
        var admission = await (await _loop.AskAsync(() => _node.AdmitHolderAsync(_identity), closing)).WaitAsync(closing);
        if (admission.Holder is not { } holder)
        {
            _clients.Refused(admission.Reason!);
            Refuse(admission.Reason!, admission.Message!);
            await _outbox.Ended;
            return;
        }

        _outbox.Send(new Welcome(ProtocolLimits.Version, VolumeRole.Holder, holder.Pool.Key.ToString(), admission.RowStrideBytes));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(closing, _outbox.Closed);
        var end = "The holder closed its connection: its process ended or was killed.";
        try
        {
            if (await ReadHoldingAsync(stop.Token) is { } held)
            {
                await _loop.AskAsync(() => Tell(() => holder.Connect(this, held)), closing);
                await ReadAsync(holder, stop.Token);
            }
        }
        catch (ProtocolException e)
        {
            end = e.Message;
            await _loop.AskAsync(() => Tell(() => Misbehave(holder, e.Message)), closing);
        }
        catch (OperationCanceledException)
        {
            end = _outbox.Refusal?.Message ?? "The holder's volume was unpublished: its pod is gone.";
        }
        finally
        {
            _loop.Post(() => holder.Disconnect(this, end));
            _outbox.Refuse(RefusalReasons.ProtocolError, end);
            await _outbox.Ended;
        }
    }

    /// <inheritdoc/>
    public void Allocate(ImmutableArray<ExtentPlan> extents)
    {
        foreach (var chunk in extents.Chunk(ProtocolLimits.MaxDescriptors))
            _outbox.Send(new Allocate([.. chunk.Select(static plan => new KvFleet.Protocol.Volume.ExtentRequest(plan.Id, plan.Bytes, plan.HugePageBytes, plan.NumaNode))]));
    }

    /// <inheritdoc/>
    public void Populate(ImmutableArray<string> ids, int threads)
    {
        foreach (var chunk in ids.Chunk(ProtocolLimits.MaxListEntries))
            _outbox.Send(new Populate(chunk, threads));
    }

    /// <inheritdoc/>
    public void Release(ImmutableArray<string> ids)
    {
        foreach (var chunk in ids.Chunk(ProtocolLimits.MaxListEntries))
            _outbox.Send(new Release(chunk));
    }

    /// <inheritdoc/>
    public void Refuse(string reason, string message) => _outbox.Refuse(reason, message);

    /// <summary>Blames the holder, but not another connection of it that is in use.</summary>
    private void Misbehave(HolderUnit holder, string message)
    {
        if (holder.Connection is null || holder.Connection == this)
            holder.On(new HolderEvent.Misbehaved(RefusalReasons.ProtocolError, message));
        Refuse(RefusalReasons.ProtocolError, message);
    }

    private static bool Tell(Action action)
    {
        action();
        return true;
    }

    private async Task<List<PassedExtent>?> ReadHoldingAsync(CancellationToken cancellationToken)
    {
        var held = new List<PassedExtent>();
        try
        {
            while (true)
            {
                using var received = await _socket.ReceiveAsync(cancellationToken);
                if (received is null)
                    return Close(held);
                if (received.Message is not Holding holding)
                    throw new ProtocolException(ProtocolFault.Invalid, $"After welcome a holder says what it is holding, not {received.Message.GetType().Name}.");
                held.AddRange(Take(received, holding.Extents));
                if (held.Count > MaxExtents)
                    throw new ProtocolException(ProtocolFault.Invalid, $"A holder holds at most {MaxExtents} extents.");
                if (holding.IsLast)
                    return held;
            }
        }
        catch
        {
            Close(held);
            throw;
        }
    }

    private async Task ReadAsync(HolderUnit holder, CancellationToken cancellationToken)
    {
        var budget = new MessageBudget(_clients.Time);
        while (true)
        {
            using var received = await _socket.ReceiveAsync(cancellationToken);
            if (received is null)
                return;
            if (!budget.TrySpend())
                throw new ProtocolException(ProtocolFault.Invalid, $"More than {MessageBudget.PerSecond} messages per second: {AgentReasons.TooManyMessages}.");
            var work = Read(holder, received);
            await _loop.AskAsync(() => Tell(() => RunCurrent(holder, work)), cancellationToken);
        }
    }

    /// <summary>A connection that was replaced meanwhile has nothing to say any more.</summary>
    private void RunCurrent(HolderUnit holder, Action work)
    {
        if (holder.Connection == this)
            work();
    }

    private static Action Read(HolderUnit holder, ReceivedMessage<VolumeMessage> received)
    {
        switch (received.Message)
        {
            case Allocated allocated:
                var passed = Take(received, allocated.Extents);
                return () => holder.Allocated(passed);
            case Progress progress:
                return () => holder.Progressed(progress.Id);
            case Populated populated:
                return () => holder.Populated(populated.Ids);
            case Released released:
                return () => holder.On(new HolderEvent.Released([.. released.Ids]));
            case Failed failed:
                return () => holder.On(new HolderEvent.OperationFailed(Translate(failed.Operation), failed.Errno, failed.Message));
            default:
                throw new ProtocolException(ProtocolFault.Invalid, $"A holder does not say {received.Message.GetType().Name} here.");
        }
    }

    private static HolderOperation Translate(KvFleet.Protocol.Volume.HolderOperation operation) => operation switch
    {
        KvFleet.Protocol.Volume.HolderOperation.Allocate => HolderOperation.Allocate,
        KvFleet.Protocol.Volume.HolderOperation.Populate => HolderOperation.Populate,
        _ => HolderOperation.Release,
    };

    private static List<PassedExtent> Take(ReceivedMessage<VolumeMessage> received, IReadOnlyList<KvFleet.Protocol.Volume.HeldExtent> extents) =>
        [.. extents.Select((extent, i) => new PassedExtent(extent.Id, extent.Bytes, extent.HugePageBytes, MemoryFile.Adopt(received.Take(i))))];

    private static List<PassedExtent>? Close(List<PassedExtent> held)
    {
        foreach (var extent in held)
            extent.File.Dispose();
        return null;
    }
}
