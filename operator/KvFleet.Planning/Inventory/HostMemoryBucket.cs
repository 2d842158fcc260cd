namespace KvFleet.Planning.Inventory;

/// <summary>Rounds host memory so that machines of one model fall together: firmware and kernel take a little different amounts away from each.</summary>
public static class HostMemoryBucket
{
    private const long Gibibyte = 1L << 30;

    /// <summary>
    /// The smallest step of the ladder 1, 1.5, 2, 3, 4, 6, 8, ... GiB that is at least <paramref name="bytes"/>. Memory is sold in such sizes and a kernel
    /// reports a few percent less, so rounding up gives the size sold: 1003 GiB and 1007 GiB are both 1 TiB.
    /// </summary>
    /// <param name="bytes">The node's memory capacity, in bytes; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public static long For(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes == 0)
        {
            return 0;
        }

        var step = Gibibyte;
        while (step < bytes)
        {
            if (step + (step / 2) >= bytes)
            {
                return step + (step / 2);
            }

            if (step > long.MaxValue / 4)
            {
                return step;
            }

            step *= 2;
        }

        return step;
    }
}
