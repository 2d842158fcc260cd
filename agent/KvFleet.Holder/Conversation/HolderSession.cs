using System.Runtime.InteropServices;
using KvFleet.Holder.Extents;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Conversation;

/// <summary>One connection to the agent, from the greeting to its end. Does what the agent asks, in order; populating goes on beside it.</summary>
internal sealed class HolderSession(
    MessageSocket<VolumeMessage> socket, ExtentSet extents, IExtentMemory memory, HolderLog log, TimeProvider time)
{
    private static readonly string Client = $"kvfleet-hold {typeof(HolderSession).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>Says hello, hears welcome, tells what is held.</summary>
    /// <returns>The pool, as namespace/name.</returns>
    /// <exception cref="IOException">The agent refused, closed, or this is not a holder's volume.</exception>
    internal async Task<string> GreetAsync(CancellationToken cancellationToken)
    {
        await socket.SendAsync(new Hello(ProtocolLimits.Version, Client), cancellationToken: cancellationToken);
        using var answer = await socket.ReceiveAsync(cancellationToken) ?? throw new IOException("The agent closed the connection without an answer.");
        var welcome = answer.Message switch
        {
            Welcome { Protocol: not ProtocolLimits.Version } other => throw new IOException($"The agent speaks protocol {other.Protocol}, this holder {ProtocolLimits.Version}."),
            Welcome { Role: not VolumeRole.Holder } => throw new IOException("The volume was published for an engine, not for a holder: set its attribute kvfleet.io/role to holder."),
            Welcome accepted => accepted,
            Refused refused => throw new IOException($"The agent refused: {refused.Reason}: {refused.Message}"),
            var other => throw new IOException($"The agent answered hello with {other.GetType().Name}."),
        };
        foreach (var (part, isLast) in Parts(extents.Snapshot()))
            await socket.SendAsync(new Holding([.. part.Select(static extent => extent.Describe())], isLast), Files(part), cancellationToken);
        return welcome.Pool;
    }

    /// <summary>Serves the agent until it closes the connection. Nothing touches the extents any more when this returns.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var populations = new PopulationQueue(socket, extents, memory, log, time, ending.Token);
        try
        {
            while (await socket.ReceiveAsync(cancellationToken) is { } received)
            {
                using (received)
                    await HandleAsync(received.Message, populations, cancellationToken);
            }
        }
        finally
        {
            await ending.CancelAsync();
            await populations.StopAsync();
        }
    }

    private async Task HandleAsync(VolumeMessage message, PopulationQueue populations, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case Allocate allocate:
                await AllocateAsync(allocate, cancellationToken);
                break;
            case Populate populate:
                populations.Add(populate);
                break;
            case Release release:
                extents.Drop(release.Ids);
                log.Info("released extents", ("ids", string.Join(' ', release.Ids)), ("heldBytes", $"{extents.TotalBytes}"));
                await socket.SendAsync(new Released(release.Ids), cancellationToken: cancellationToken);
                break;
            case Refused refused:
                throw new IOException($"The agent refused: {refused.Reason}: {refused.Message}");
            default:
                throw new ProtocolException(ProtocolFault.Malformed, $"The agent sent {message.GetType().Name}, which is not for a holder.");
        }
    }

    private async Task AllocateAsync(Allocate allocate, CancellationToken cancellationToken)
    {
        List<Extent> fresh = [];
        try
        {
            // Asked again for what it has (the agent may have died before it heard of it) the holder gives what it has.
            var missing = allocate.Extents.Where(request => !IsHeld(request)).ToList();
            memory.CheckRoom(extents.OrdinaryPageBytes, missing.Where(static request => request.HugePageBytes == 0).Sum(static request => request.Bytes));
            foreach (var request in missing)
                fresh.Add(memory.Allocate(request));
        }
        catch (NativeException failure)
        {
            foreach (var extent in fresh)
                extent.File.Dispose();
            log.Warn("cannot allocate", ("error", failure.Message));
            var ids = allocate.Extents.Where(request => !extents.TryGet(request.Id, out _)).Select(static request => request.Id);
            await socket.SendAsync(
                new Failed(HolderOperation.Allocate, [.. ids], failure.ErrorNumber, ProtocolLimits.Shorten(failure.Message)), cancellationToken: cancellationToken);
            return;
        }

        foreach (var extent in fresh)
            extents.Add(extent);
        List<Extent> all = [.. allocate.Extents.Select(request => extents.TryGet(request.Id, out var extent) ? extent : throw new InvalidOperationException(request.Id))];
        log.Info("allocated extents", ("bytes", $"{fresh.Sum(static extent => extent.Bytes)}"), ("heldBytes", $"{extents.TotalBytes}"));
        await socket.SendAsync(new Allocated([.. all.Select(static extent => extent.Describe())]), Files(all), cancellationToken);
    }

    private bool IsHeld(ExtentRequest request)
    {
        if (!extents.TryGet(request.Id, out var extent))
            return false;
        return extent.Matches(request)
            ? true
            : throw new NativeException("allocate", Errno.EEXIST, $"extent {request.Id} exists with another size, page size or NUMA node");
    }

    private static List<SafeHandle> Files(IEnumerable<Extent> extents) => [.. extents.Select(static extent => extent.File)];

    private static IEnumerable<(IReadOnlyList<Extent> Part, bool IsLast)> Parts(IReadOnlyList<Extent> all)
    {
        if (all.Count == 0)
            yield return ([], true);
        var sent = 0;
        foreach (var part in all.Chunk(ProtocolLimits.MaxDescriptors))
            yield return (part, (sent += part.Length) == all.Count);
    }
}
