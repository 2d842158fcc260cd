using System.Numerics;

namespace KvFleet.Model.Reuse;

/// <summary>Buckets of stack distances: one each up to 64, from there on 32 to each doubling, so that a bucket is at most 3 % wide.</summary>
public static class DistanceScale
{
    private const int Exact = 64;
    private const int PerDoubling = 32;

    /// <summary>How many buckets there are; the last one ends beyond 2^40 blocks.</summary>
    public const int Buckets = Exact + (35 * PerDoubling);

    /// <summary>The bucket of a distance.</summary>
    /// <param name="distance">Position in the recency order, from 1.</param>
    public static int BucketOf(double distance)
    {
        if (distance < Exact)
        {
            return Math.Max(0, (int)distance);
        }

        var whole = distance >= 1UL << 62 ? 1UL << 62 : (ulong)distance;
        var log = BitOperations.Log2(whole);
        return Math.Min(Buckets - 1, Exact + ((log - 6) * PerDoubling) + (int)((whole >> (log - 5)) - PerDoubling));
    }

    /// <summary>The first distance behind a bucket.</summary>
    /// <param name="bucket">The bucket, from 0.</param>
    public static double EndOf(int bucket)
    {
        if (bucket < Exact)
        {
            return bucket + 1;
        }

        var (doubling, part) = Math.DivRem(bucket - Exact, PerDoubling);
        return Math.ScaleB(PerDoubling + part + 1, doubling + 1);
    }
}
