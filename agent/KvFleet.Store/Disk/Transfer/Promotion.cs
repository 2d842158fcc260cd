using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Segments;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>Brings values back into memory. Of one thread.</summary>
internal sealed class Promotion(PoolStore store, TierState state, SegmentCloser closer, RecordReader reader)
{
    /// <summary>Brings one value back, if it is still wanted and there is room.</summary>
    public void Load(byte[] key)
    {
        RecordId id;
        lock (state.Gate)
        {
            if (!state.Catalog.TryFind(key, out id) || !state.IsFound(id))
                return;
            id.Segment.Readers++;
        }

        try
        {
            var value = reader.Read(id, key, out var failure);
            if (failure is not null)
                state.RecordFailed(id, failure);
            else
                Give(id, key, value);
        }
        finally
        {
            closer.EndRead(id.Segment);
        }
    }

    private void Give(RecordId id, byte[] key, ReadOnlySpan<byte> value)
    {
        StoreEntryHints hints;
        long expiry;
        lock (state.Gate)
            (hints, expiry) = (id.Record.Hints, id.Record.Expiry);
        var reservation = store.TryReserve(key, value.Length, hints);
        var promoted = false;
        if (reservation.IsGranted)
        {
            var rest = value;
            foreach (var segment in reservation.Slot.Segments)
            {
                rest[..segment.Bytes].CopyTo(segment.Span);
                rest = rest[segment.Bytes..];
            }

            // Asked under the store's lock: between reading and now the key may have been removed or got another value.
            promoted = store.Promote(reservation.Slot, expiry, () => IsStillFound(id));
            reservation.Slot.Dispose();
        }

        lock (state.Gate)
        {
            if (!promoted)
            {
                state.Counters.LoadsRefused++;
                return;
            }

            state.Counters.Loaded++;
            state.Counters.LoadedValueBytes += value.Length;
            if (id.Record.Loads < byte.MaxValue)
                id.Record.Loads++;
        }
    }

    private bool IsStillFound(RecordId id)
    {
        lock (state.Gate)
            return state.IsFound(id);
    }
}
