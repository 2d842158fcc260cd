using KvFleet.Holder.Extents;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Conversation;

/// <summary>Runs the populations that the agent asks for, one after the other, and reports on them.</summary>
internal sealed class PopulationQueue(
    MessageSocket<VolumeMessage> socket, ExtentSet extents, IExtentMemory memory, HolderLog log, TimeProvider time, CancellationToken ending)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private Task _last = Task.CompletedTask;

    internal void Add(Populate request) => _last = RunAfterAsync(_last, request);

    /// <summary>Waits until no population runs; the token given at construction must be cancelled by then.</summary>
    internal Task StopAsync() => _last;

    private async Task RunAfterAsync(Task previous, Populate request)
    {
        await previous;
        try
        {
            if (!ending.IsCancellationRequested)
                await RunAsync(request);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The agent is gone in the middle of it. It will ask again; what exists by now stays.
            log.Info("population stopped", ("reason", failure.Message));
        }
    }

    private async Task RunAsync(Populate request)
    {
        List<Extent> wanted = [];
        foreach (var id in request.Ids)
        {
            if (extents.TryGet(id, out var extent))
                wanted.Add(extent);
        }

        if (wanted.Count < request.Ids.Count)
        {
            string[] unknown = [.. request.Ids.Except(wanted.Select(static extent => extent.Id), StringComparer.Ordinal)];
            await SendAsync(new Failed(HolderOperation.Populate, unknown, Errno.ENOENT, "This holder has no such extent: allocate it first."));
        }

        if (wanted.Count == 0)
            return;
        var started = time.GetTimestamp();
        var pass = PopulationPass.RunAsync(memory, wanted, request.Threads, ending);
        await ReportAsync(wanted, pass);
        await ConcludeAsync(wanted, await pass, time.GetElapsedTime(started));
    }

    private async Task ReportAsync(List<Extent> wanted, Task pass)
    {
        using var timer = new PeriodicTimer(ReportInterval, time);
        var told = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
                if (await Task.WhenAny(pass, tick) == pass)
                    return;
                foreach (var extent in wanted.Where(extent => told.GetValueOrDefault(extent.Id) != extent.PopulatedBytes))
                    await SendAsync(new Progress(extent.Id, told[extent.Id] = extent.PopulatedBytes));
            }
        }
        finally
        {
            // The threads use the extents until the pass is over, also when the agent no longer listens.
            await pass;
        }
    }

    private async Task ConcludeAsync(List<Extent> wanted, NativeException? failure, TimeSpan took)
    {
        // Released meanwhile: answered for by Released.
        var remaining = wanted.Where(static extent => !extent.IsGivenUp).ToLookup(static extent => extent.IsPopulated, static extent => extent.Id);
        var bytes = wanted.Sum(static extent => extent.PopulatedBytes);
        log.Info("populated extents", ("bytes", $"{bytes}"), ("seconds", $"{took.TotalSeconds:0.###}"));
        string[] undone = failure is null ? [] : [.. remaining[false]];
        extents.Drop(undone);
        if (remaining[true].Any())
            await SendAsync(new Populated([.. remaining[true]]));
        if (failure is null)
            return;
        log.Warn("population failed and was undone", ("error", failure.Message), ("ids", string.Join(' ', undone)));
        await SendAsync(new Failed(HolderOperation.Populate, undone, failure.ErrorNumber, ProtocolLimits.Shorten(failure.Message)));
    }

    private ValueTask SendAsync(VolumeMessage message) => socket.SendAsync(message, cancellationToken: ending);
}
