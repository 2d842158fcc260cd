using KvFleet.Sweeping.Inventory;

namespace KvFleet.Sweeping.Selection;

/// <summary>
/// Finds the longest unused files that together are as much as has to go, exactly to the second: two passes over memory, by the upper and then the lower half of the time (a radix selection). Nothing is sorted,
/// nothing is kept per file.
/// </summary>
internal static class CutoffSelector
{
    private const int Half = 1 << 16;

    /// <summary>Chooses.</summary>
    /// <param name="candidates">From what; pools with protections of their own are one entry each.</param>
    /// <param name="bytes">Bytes that have to go.</param>
    /// <param name="files">Files that have to go.</param>
    public static Cutoff Select(IReadOnlyCollection<Candidates> candidates, long bytes, long files)
    {
        if (bytes <= 0 && files <= 0)
            return Cutoff.None;
        var byBytes = new long[Half];
        var byFiles = new long[Half];
        foreach (var each in candidates)
            Count(each, byBytes, byFiles, static (lastUse, _) => (int)(lastUse >> 16), 0);
        var upper = Find(byBytes, byFiles, ref bytes, ref files, out var goneBytes, out var goneFiles);
        if (upper < 0)
            return new Cutoff(candidates.Max(each => each.Newest), long.MaxValue, long.MaxValue, goneBytes, goneFiles, IsEnough: false);

        Array.Clear(byBytes);
        Array.Clear(byFiles);
        foreach (var each in candidates)
            Count(each, byBytes, byFiles, static (lastUse, wanted) => lastUse >> 16 == wanted ? (int)(lastUse & (Half - 1)) : -1, (uint)upper);
        var lower = Find(byBytes, byFiles, ref bytes, ref files, out var moreBytes, out var moreFiles);
        return new Cutoff(((uint)upper << 16) | (uint)lower, bytes, files, goneBytes + moreBytes + bytes, goneFiles + moreFiles + files, IsEnough: true);
    }

    private static void Count(Candidates candidates, long[] bytes, long[] files, Func<uint, uint, int> bucketOf, uint wanted)
    {
        foreach (var unit in candidates.Units)
        {
            var segments = unit.Read();
            while (segments.MoveNext())
            {
                foreach (ref readonly var record in segments.Records)
                {
                    if (record.LastUse > candidates.Newest || bucketOf(record.LastUse, wanted) is not (>= 0 and var bucket))
                        continue;
                    bytes[bucket] += PackedBlocks.Bytes(record.Blocks);
                    files[bucket]++;
                }
            }
        }
    }

    /// <summary>The first bucket with which both sums are reached; the sums become what is still wanted of it.</summary>
    private static int Find(long[] byBytes, long[] byFiles, ref long bytes, ref long files, out long bytesBefore, out long filesBefore)
    {
        (bytesBefore, filesBefore) = (0, 0);
        for (var bucket = 0; bucket < Half; bucket++)
        {
            if (byFiles[bucket] > 0 && bytesBefore + byBytes[bucket] >= bytes && filesBefore + byFiles[bucket] >= files)
            {
                bytes = Math.Max(0, bytes - bytesBefore);
                files = Math.Max(0, files - filesBefore);
                return bucket;
            }

            bytesBefore += byBytes[bucket];
            filesBefore += byFiles[bucket];
        }

        return -1;
    }
}
