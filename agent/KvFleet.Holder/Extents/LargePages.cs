using KvFleet.Native;

namespace KvFleet.Holder.Extents;

/// <summary>
/// Makes 2 MiB pages out of ordinary memory before it is populated: one seed page in each 2 MiB, then the kernel is asked to collapse them.
/// Zeroing 2 MiB at once is several times faster than 512 page faults, and page tables, the kernel's tree of pages and, later, the
/// registration with drivers shrink likewise. Needs no huge page pool and no setting; where it does not work, small pages do.
/// </summary>
internal sealed class LargePages
{
    // Collapsing compacts memory, which is slow where it is hopeless: after some failures in a row it rests for a while.
    private const int FailuresInARow = 8;
    private const int RestWindows = 64;
    private int _failures;

    /// <summary>Tries; whatever it does not do is left to populating.</summary>
    /// <param name="mapping">A mapped window of an extent that nobody else uses yet.</param>
    /// <param name="offset">Where in the extent the window begins.</param>
    internal void TryMake(SharedMapping mapping, long offset)
    {
        if (mapping.LengthBytes < SharedMapping.LargePageBytes || offset % SharedMapping.LargePageBytes != 0 || IsResting())
            return;
        if (Seed(mapping, offset) && mapping.TryCollapse(0, mapping.LengthBytes))
            Interlocked.Exchange(ref _failures, 0);
        else
            Interlocked.Increment(ref _failures);
    }

    private static bool Seed(SharedMapping mapping, long offset)
    {
        var page = Environment.SystemPageSize;
        for (long start = 0; start + SharedMapping.LargePageBytes <= mapping.LengthBytes; start += SharedMapping.LargePageBytes)
        {
            // The large page goes to the NUMA node of its seed. With an interleaving policy the node follows from the number of the page,
            // so the seed moves by one from each large page to the next: otherwise all would land on the first node.
            var number = (offset + start) / SharedMapping.LargePageBytes % (SharedMapping.LargePageBytes / page);
            if (!mapping.Populate(start + (number * page), page))
                return false;
        }

        return true;
    }

    private bool IsResting()
    {
        var failures = Volatile.Read(ref _failures);
        if (failures < FailuresInARow)
            return false;
        if (Interlocked.Increment(ref _failures) > FailuresInARow + RestWindows)
            Interlocked.Exchange(ref _failures, 0);
        return true;
    }
}
