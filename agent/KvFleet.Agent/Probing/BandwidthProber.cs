using System.Collections.Immutable;
using KvFleet.Agent.Disks;
using KvFleet.Api.Reports;
using KvFleet.Native;

namespace KvFleet.Agent.Probing;

/// <summary>Measures the node's tiers at start, daily and on request, one after the other, and not while the machine is busy.</summary>
/// <param name="places">The disk.</param>
/// <param name="bus">Accelerators.</param>
/// <param name="pressure">How busy the machine is.</param>
/// <param name="tell">Told what was found, every time there is something new.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class BandwidthProber(DiskPlaces places, PciBus bus, Pressure pressure, Action<Measurements> tell, TimeProvider time, ILogger<BandwidthProber> logger) : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private const int MostPostponements = 10;
    private readonly SemaphoreSlim _requests = new(0);

    /// <summary>Asks for another measurement. Several requests while one runs are one.</summary>
    public void Request()
    {
        if (_requests.CurrentCount == 0)
            _requests.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _requests.Dispose();

    /// <summary>Measures until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var found = Measurements.None with { Accelerators = bus.Accelerators() };
        tell(found);
        await Task.Delay(Settling, time, cancellationToken);
        while (true)
        {
            await WaitForQuietAsync(cancellationToken);
            var bandwidth = await Task.Factory.StartNew(() => Measure(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            found = new Measurements(bus.Accelerators(), bandwidth);
            tell(found);
            await RequestedAsync(Every, cancellationToken);
        }
    }

    private async Task WaitForQuietAsync(CancellationToken cancellationToken)
    {
        for (var times = 0; times < MostPostponements && pressure.IsBusy; times++)
        {
            LogPostponed();
            // Whoever asks by hand wants a figure of now.
            if (await RequestedAsync(Patience, cancellationToken))
                return;
        }
    }

    /// <summary>Whether a request came in the meantime.</summary>
    private async Task<bool> RequestedAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = _requests.WaitAsync(patience.Token);
        var first = await Task.WhenAny(request, Task.Delay(wait, time, patience.Token));
        await patience.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == request;
    }

    private ImmutableArray<BandwidthReport> Measure(CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<BandwidthReport>();
        try
        {
            if (MemoryProbe.Measure(time, cancellationToken) is { } copy)
                found.Add(copy);
            if (places.Root is { } root && places.Refuse(root) is null && Directory.Exists(root) && FilesystemFacts.Of(root).AvailableBytes >= DiskProbe.LeastFreeBytes)
                found.AddRange(new DiskProbe(time).Measure(root, cancellationToken));
        }
        catch (Exception e) when (e is NativeException or IOException or UnauthorizedAccessException)
        {
            LogFailed(e);
        }

        foreach (var figure in found)
            LogMeasured(figure.Tier, figure.Direction, figure.BytesPerSecond / 1e9, figure.Spread);
        return found.ToImmutable();
    }

    [LoggerMessage(1851, LogLevel.Information, "Measured {Tier} {Direction}: {GigabytesPerSecond:0.00} GB/s, spread {Spread:P0}")]
    private partial void LogMeasured(StorageTier tier, TransferDirection direction, double gigabytesPerSecond, double spread);

    [LoggerMessage(1852, LogLevel.Information, "The machine is busy; measuring is put off for a minute")]
    private partial void LogPostponed();

    [LoggerMessage(1853, LogLevel.Warning, "A tier could not be measured; what was measured is told")]
    private partial void LogFailed(Exception exception);
}
