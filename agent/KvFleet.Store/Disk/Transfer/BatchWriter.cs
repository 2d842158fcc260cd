using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;
using KvFleet.Store.Disk.Health;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>Writes batches, each with one sequential call, from aligned memory of its own. Of one thread.</summary>
internal sealed class BatchWriter(TierState state, LoadObserver observer, TimeProvider time) : IDisposable
{
    private readonly AlignedBuffer _buffer = new();

    /// <summary>Writes a batch and makes what it holds found.</summary>
    /// <exception cref="Native.NativeException">It could not be written; nothing of it is found.</exception>
    public void Write(BatchPlan plan)
    {
        var segment = plan.Segment;
        var bytes = _buffer.Take(BatchPlan.BlocksOf(plan.Sources));
        var entries = new byte[plan.Sources.Count * DiskFormat.EntryBytes];
        try
        {
            Fill(plan, bytes, entries);
            var started = time.GetTimestamp();
            segment.File.WriteAll(bytes, (long)plan.StartBlock * DiskFormat.BlockBytes);
            observer.Write(started, bytes.Length);
        }
        catch
        {
            state.BatchFailed(plan);
            throw;
        }

        state.BatchWritten(plan, entries, bytes.Length);
    }

    /// <summary>Gives memory back until the next write.</summary>
    public void Rest() => _buffer.Dispose();

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private static void Fill(BatchPlan plan, Span<byte> bytes, Span<byte> entries)
    {
        var segment = plan.Segment;
        var block = DiskFormat.EntryBlocks(plan.Sources.Count);
        bytes[..(block * DiskFormat.BlockBytes)].Clear();
        for (var i = 0; i < plan.Sources.Count; i++)
        {
            var source = plan.Sources[i];
            var place = bytes.Slice(block * DiskFormat.BlockBytes, DiskFormat.Blocks(source.Length) * DiskFormat.BlockBytes);
            var value = place[..source.Length];
            source.CopyTo(value);
            place[source.Length..].Clear();
            var tag = segment.Cipher?.Encrypt(plan.FirstOrdinal + i, source.Key, value) ?? default;
            var entry = new DiskEntry(
                plan.FirstOrdinal + i, plan.StartBlock + block, source.Length, Crc32C.Compute(value), tag, source.Hints, source.Expiry, plan.EntryAt(i), source.Generation);
            entry.Write(entries[(i * DiskFormat.EntryBytes)..], source.Key, segment.Header);
            block += DiskFormat.Blocks(source.Length);
        }

        entries.CopyTo(bytes[DiskFormat.EntryBytes..]);
        new BatchHeader(plan.FirstOrdinal, plan.Sources.Count, block).Write(bytes, segment.Header);
    }
}
