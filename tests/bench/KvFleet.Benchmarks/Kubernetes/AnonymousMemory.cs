using KvFleet.Benchmarks.Processes;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>How much anonymous memory this process has gained since this was made: at most, and at rest.</summary>
internal sealed class AnonymousMemory : IDisposable
{
    private readonly double _before = Read();
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _sampler;
    private readonly long _allocatedBefore = GC.GetTotalAllocatedBytes();
    private readonly int _collectionsBefore = GC.CollectionCount(0);
    private double _most;

    internal AnonymousMemory()
    {
        // A thread of its own: the pool's are busy with what is measured.
        _sampler = new Thread(Sample) { IsBackground = true };
        _sampler.Start();
    }

    /// <summary>Writes down the peak so far and what is left a while later, in bytes.</summary>
    internal async Task AddToAsync(Dictionary<string, double> figures, TimeSpan settling)
    {
        await _stop.CancelAsync();
        _sampler.Join();
        figures["peakBytes"] = Math.Max(_most, Read()) - _before;
        figures["allocatedBytes"] = GC.GetTotalAllocatedBytes() - _allocatedBefore;
        figures["collections"] = GC.CollectionCount(0) - _collectionsBefore;
        await Task.Delay(settling, TimeProvider.System, CancellationToken.None);
        figures["settledBytes"] = Read() - _before;
        figures["beforeBytes"] = _before;
        figures["liveBytes"] = GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _sampler.Join();
        _stop.Dispose();
    }

    private void Sample()
    {
        while (!_stop.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(5)))
            _most = Math.Max(_most, Read());
    }

    private static double Read() => ProcessMemory.Read(Environment.ProcessId)["RssAnon"] * 1e6;
}
