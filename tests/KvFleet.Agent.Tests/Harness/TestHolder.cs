using KvFleet.Holder;
using KvFleet.Holder.Extents;
using KvFleet.Native;

namespace KvFleet.Agent.Tests.Harness;

/// <summary>A holder pod: the real program's code on a task of its own, so that killing it is disposing it.</summary>
internal sealed class TestHolder : IAsyncDisposable
{
    private readonly CancellationTokenSource _killed = new();
    private readonly Task _running;

    public TestHolder(string socketPath, IExtentMemory? memory = null)
    {
        var loop = new HolderLoop(new HolderOptions(socketPath), Extents, memory ?? new ExtentMemory(null), new HolderLog(TextWriter.Null, TimeProvider.System), TimeProvider.System);
        _running = loop.RunAsync(_killed.Token);
    }

    public ExtentSet Extents { get; } = new();

    public long HeldBytes => Extents.TotalBytes;

    public IEnumerable<MemoryFile> Files => Extents.Snapshot().Select(extent => extent.File);

    public async ValueTask DisposeAsync()
    {
        await _killed.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Extents.Dispose();
        _killed.Dispose();
    }
}
