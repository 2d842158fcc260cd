using KvFleet.Native;

namespace KvFleet.Holder.Extents;

/// <summary>
/// Populates extents with several threads. Each thread maps one window after the other and unmaps it again, so that the page tables of a
/// window are all the overhead there is, whatever the size of the extents.
/// </summary>
internal sealed class PopulationPass
{
    // The page tables of 64 MiB are 128 KiB a thread; they are charged to the holder like everything else.
    private const long WindowBytes = 64L << 20;
    private const int MostThreads = 64;
    private const int StackBytes = 256 * 1024;

    private readonly IExtentMemory _memory;
    private readonly List<(Extent Extent, long Offset, long Bytes)> _windows = [];
    private readonly CancellationToken _cancellation;
    private int _nextWindow = -1;
    private NativeException? _failure;

    private PopulationPass(IExtentMemory memory, IReadOnlyList<Extent> extents, CancellationToken cancellationToken)
    {
        _memory = memory;
        _cancellation = cancellationToken;
        foreach (var extent in extents)
        {
            extent.RestartCounting();
            var window = Math.Max(WindowBytes, extent.HugePageBytes);
            for (long offset = 0; offset < extent.Bytes; offset += window)
                _windows.Add((extent, offset, Math.Min(window, extent.Bytes - offset)));
        }
    }

    private bool IsOver => _failure is not null || _cancellation.IsCancellationRequested;

    /// <summary>Runs to the end, to the first failure or to cancellation; returns when no thread touches the extents any more.</summary>
    /// <returns>The first failure; null when there was none. Which extents are done they say themselves.</returns>
    internal static async Task<NativeException?> RunAsync(
        IExtentMemory memory, IReadOnlyList<Extent> extents, int threads, CancellationToken cancellationToken)
    {
        var pass = new PopulationPass(memory, extents, cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Math.Min(threads, MostThreads), pass._windows.Count)).Select(pass.Start));
        return pass._failure;
    }

    private Task Start(int number)
    {
        // Own threads: a pool thread that sits in the kernel for minutes would make the pool grow, and its stacks are larger.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Work(ended), StackBytes) { IsBackground = true, Name = $"populate-{number}" };
        thread.Start();
        return ended.Task;
    }

    private void Work(TaskCompletionSource ended)
    {
        try
        {
            while (!IsOver && Interlocked.Increment(ref _nextWindow) is var index && index < _windows.Count)
                Populate(_windows[index]);
            ended.SetResult();
        }
        catch (Exception failure)
        {
            ended.SetException(failure);
        }
    }

    private void Populate((Extent Extent, long Offset, long Bytes) window)
    {
        var (extent, offset, bytes) = window;
        if (extent.IsGivenUp)
            return;
        try
        {
            _memory.Populate(extent, offset, bytes, done =>
            {
                extent.CountPopulated(done);
                return !IsOver && !extent.IsGivenUp;
            });
        }
        catch (NativeException failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
        catch (ObjectDisposedException) when (extent.IsGivenUp)
        {
            // Released between the check and the mapping: its memory is gone, which is what was wanted.
        }
    }
}
