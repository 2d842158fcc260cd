using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Transfer;

namespace KvFleet.Store.Disk.Segments;

/// <summary>
/// Finds batches a place, and begins a segment when the open one is full. There is always one file more than segments in use, so that a new one begins at once; emptying
/// the next goes on while the new one is not yet open to others. Every member may wait for the device.
/// </summary>
internal sealed class OpenSegment(TierState state, SegmentFiles files, FingerprintNote fingerprint, SegmentCloser closer, Reclaimer reclaimer, Func<bool> mayGrow) : IDisposable
{
    private readonly Lock _beginning = new();
    private readonly AlignedBuffer _buffer = new();

    /// <summary>Gives a batch a place.</summary>
    /// <returns>Null when there is no room at all, or the batch is larger than a segment.</returns>
    /// <exception cref="Native.NativeException">What failed.</exception>
    public BatchPlan? Place(IReadOnlyList<RecordSource> sources, ForgetWatch watch)
    {
        if (!Fits(sources))
            return null;
        while (true)
        {
            var open = Current();
            if (open is not null && files.TakesMore(open.Header) && state.TryPlace(open, sources, watch) is { } plan)
                return plan;
            if (!TryBegin(open))
                return null;
        }
    }

    /// <summary>Empties segments and deletes their files until the tier takes no more than it may.</summary>
    /// <exception cref="Native.NativeException">What failed.</exception>
    public void Shrink()
    {
        lock (_beginning)
        {
            while (files.Trim() && reclaimer.TryEmptyOne(Current()))
            {
                // One after the other.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private bool Fits(IReadOnlyList<RecordSource> sources) =>
        ((long)BatchPlan.BlocksOf(sources) + 1 + Format.DiskFormat.SummaryBlocks(sources.Count)) * Format.DiskFormat.BlockBytes <= files.SegmentBytes;

    private DiskSegment? Current()
    {
        lock (state.Gate)
            return state.Catalog.Open;
    }

    private bool TryBegin(DiskSegment? full)
    {
        lock (_beginning)
        {
            lock (state.Gate)
            {
                if (state.Catalog.Open != full)
                    return true;
                state.Catalog.CloseOpen();
            }

            closer.SealClosed();
            var grow = mayGrow();
            if (files.TryBegin(grow, _buffer.Take(1)) is not { } segment)
            {
                // The filesystem became full before there was a spare file, or files were lost.
                return reclaimer.TryEmptyOne(into: null);
            }

            try
            {
                lock (state.Gate)
                    state.Catalog.Add(segment, open: false);
                // A client says it once, so what the segment's header has is noted now, before a value is in it.
                fingerprint.Keep();
                reclaimer.PlaceCarried(segment);
                if (!files.HasRoom(grow))
                    reclaimer.TryEmptyOne(segment);
            }
            finally
            {
                lock (state.Gate)
                    state.Catalog.MakeOpen(segment);
            }

            return true;
        }
    }
}
