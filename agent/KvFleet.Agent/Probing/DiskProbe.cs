using System.Collections.Immutable;
using KvFleet.Api.Reports;
using KvFleet.Native;

namespace KvFleet.Agent.Probing;

/// <summary>Writes and reads a file past the page cache, in blocks as large as KV blocks, several at a time. Bounded in bytes and time; the file has no name, so that nothing stays behind.</summary>
internal sealed class DiskProbe(TimeProvider time)
{
    /// <summary>Least free bytes for measuring: a full disk must not become fuller.</summary>
    public const long LeastFreeBytes = 4 * FileBytes;

    private const int BlockBytes = 4 << 20;
    private const int Workers = 4;
    private const long FileBytes = 256L << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures both directions.</summary>
    /// <param name="directory">A directory on the disk.</param>
    /// <param name="cancellationToken">Ends it between two blocks.</param>
    /// <exception cref="NativeException">The disk failed.</exception>
    public ImmutableArray<BandwidthReport> Measure(string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, $".kvfleet-bandwidth-{Environment.ProcessId}");
        using var file = DirectFile.Open(path, create: true);
        File.Delete(path);
        // Blocks beforehand: what is measured is the disk, not the search for free blocks.
        file.Allocate(FileBytes);
        var write = Pass(file, (block, offset) => file.Write(block, offset), FileBytes, out var written, cancellationToken);
        file.Sync();
        var read = written < BlockBytes ? new RateSamples() : Pass(file, (block, offset) => file.Read(block, offset), written, out _, cancellationToken);
        var now = time.GetUtcNow();
        return
        [
            .. new[]
            {
                read.Summarize(StorageTier.LocalDisk, TransferDirection.Read, now),
                write.Summarize(StorageTier.LocalDisk, TransferDirection.Write, now),
            }.OfType<BandwidthReport>(),
        ];
    }

    private RateSamples Pass(DirectFile file, Transfer transfer, long limit, out long done, CancellationToken cancellationToken)
    {
        using var memory = MemoryFile.Create("kvfleet-probe", Workers * (long)BlockBytes);
        using var buffers = SharedMapping.Map(memory, 0, Workers * (long)BlockBytes);
        buffers.GetSpan(0, Workers * BlockBytes).Fill(0x5A);
        var (next, moved) = (0L, 0L);
        var started = time.GetTimestamp();
        Exception? failure = null;
        var threads = Enumerable.Range(0, Workers).Select(worker => new Thread(() => Work(worker)) { IsBackground = true, Name = "disk-probe" }).ToList();
        threads.ForEach(static thread => thread.Start());

        // The rate over short windows tells how much it varies.
        var samples = new RateSamples();
        var (windowStart, windowMoved) = (started, 0L);
        while (threads.Exists(static thread => thread.IsAlive))
        {
            threads.Find(static thread => thread.IsAlive)?.Join(Window);
            var total = Interlocked.Read(ref moved);
            if (time.GetElapsedTime(windowStart) is var took && took >= Window && total > windowMoved)
            {
                samples.Add(total - windowMoved, took);
                (windowStart, windowMoved) = (time.GetTimestamp(), total);
            }
        }

        if (failure is not null)
            throw failure;
        cancellationToken.ThrowIfCancellationRequested();
        done = Interlocked.Read(ref moved);
        if (samples.Count == 0)
            samples.Add(done, time.GetElapsedTime(started));
        return samples;

        void Work(int worker)
        {
            try
            {
                while (!cancellationToken.IsCancellationRequested && time.GetElapsedTime(started) < Longest)
                {
                    var offset = Interlocked.Add(ref next, BlockBytes) - BlockBytes;
                    if (offset + BlockBytes > limit || transfer(buffers.GetSpan(worker * (long)BlockBytes, BlockBytes), offset) < BlockBytes)
                        return;
                    Interlocked.Add(ref moved, BlockBytes);
                }
            }
            catch (NativeException e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }
    }

    private delegate int Transfer(Span<byte> block, long offset);
}
