namespace KvFleet.Model.Reuse;

/// <summary>Hits as a function of capacity, for a cache that evicts what was used longest ago, tail before root. Immutable.</summary>
public sealed class MissRatioCurve
{
    private readonly double[] _uses;
    private readonly double[] _positions;

    /// <summary>Makes a curve of counts.</summary>
    /// <param name="uses">Uses by bucket of <see cref="DistanceScale"/>.</param>
    /// <param name="positions">By bucket, the sum of the uses' positions in their prompts, in blocks.</param>
    /// <param name="totalUses">All uses, first ones included.</param>
    /// <exception cref="ArgumentException">Not one count for every bucket.</exception>
    public MissRatioCurve(IReadOnlyList<double> uses, IReadOnlyList<double> positions, double totalUses)
    {
        if (uses.Count != DistanceScale.Buckets || positions.Count != DistanceScale.Buckets)
        {
            throw new ArgumentException($"a curve has {DistanceScale.Buckets} buckets; {uses.Count} and {positions.Count} were given.", nameof(uses));
        }

        (_uses, _positions, TotalUses) = (Cumulative(uses), Cumulative(positions), totalUses);
    }

    /// <summary>A curve without uses.</summary>
    public static MissRatioCurve Empty { get; } = new(new double[DistanceScale.Buckets], new double[DistanceScale.Buckets], 0);

    /// <summary>Uses that it is made of, weighed by age.</summary>
    public double TotalUses { get; }

    /// <summary>Uses that hit.</summary>
    /// <param name="blocks">Capacity in blocks.</param>
    public double Hits(double blocks) => At(_uses, blocks);

    /// <summary>The share of uses that hit, from 0 to 1; 0 without uses.</summary>
    /// <param name="blocks">Capacity in blocks.</param>
    public double HitRatio(double blocks) => TotalUses > 0 ? Math.Clamp(Hits(blocks) / TotalUses, 0, 1) : 0;

    /// <summary>The sum of the positions, in blocks, of the uses that hit.</summary>
    /// <param name="blocks">Capacity in blocks.</param>
    public double HitPositions(double blocks) => At(_positions, blocks);

    /// <summary>The curve of several nodes together, each with the given capacity of its own.</summary>
    /// <param name="curves">The nodes' curves.</param>
    public static MissRatioCurve Merge(IReadOnlyCollection<MissRatioCurve> curves)
    {
        var (uses, positions) = (new double[DistanceScale.Buckets], new double[DistanceScale.Buckets]);
        foreach (var curve in curves)
        {
            for (var bucket = 0; bucket < DistanceScale.Buckets; bucket++)
            {
                uses[bucket] += curve._uses[bucket + 1] - curve._uses[bucket];
                positions[bucket] += curve._positions[bucket + 1] - curve._positions[bucket];
            }
        }

        return new MissRatioCurve(uses, positions, curves.Sum(curve => curve.TotalUses));
    }

    /// <summary>Makes a curve of points that <see cref="Points"/> gave.</summary>
    /// <param name="points">The points.</param>
    /// <param name="totalUses">All uses, first ones included.</param>
    public static MissRatioCurve OfPoints(IEnumerable<CurvePoint> points, double totalUses)
    {
        var (uses, positions) = (new double[DistanceScale.Buckets], new double[DistanceScale.Buckets]);
        foreach (var point in points)
        {
            // A point stands at the end of its buckets, and its uses in the last of them.
            var bucket = DistanceScale.BucketOf(point.Blocks);
            uses[bucket] += point.Uses;
            positions[bucket] += point.Positions;
        }

        return new MissRatioCurve(uses, positions, totalUses);
    }

    /// <summary>The curve in few numbers: at most <paramref name="perDoubling"/> to each doubling of capacity, and none where nothing is.</summary>
    /// <param name="perDoubling">1 to 32.</param>
    public IReadOnlyList<CurvePoint> Points(int perDoubling = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perDoubling, 1);
        var points = new List<CurvePoint>();
        var (from, next) = (0, 1.0);
        for (var bucket = 0; bucket < DistanceScale.Buckets; bucket++)
        {
            var last = DistanceScale.EndOf(bucket) - 1;
            if (last < next && bucket < DistanceScale.Buckets - 1)
            {
                continue;
            }

            if (_uses[bucket + 1] - _uses[from] is > 0 and var uses)
            {
                points.Add(new CurvePoint(last, uses, _positions[bucket + 1] - _positions[from]));
            }

            (from, next) = (bucket + 1, last * Math.Pow(2, 1.0 / perDoubling));
        }

        return points;
    }

    private static double[] Cumulative(IReadOnlyList<double> counts)
    {
        var sums = new double[DistanceScale.Buckets + 1];
        for (var bucket = 0; bucket < DistanceScale.Buckets; bucket++)
        {
            sums[bucket + 1] = sums[bucket] + counts[bucket];
        }

        return sums;
    }

    /// <summary>What lies at or below a distance; evenly spread within a bucket.</summary>
    private static double At(double[] sums, double blocks)
    {
        if (!(blocks >= 1))
        {
            return 0;
        }

        var bucket = DistanceScale.BucketOf(blocks);
        var start = bucket == 0 ? 0 : DistanceScale.EndOf(bucket - 1);
        var part = Math.Clamp((Math.Floor(blocks) + 1 - start) / (DistanceScale.EndOf(bucket) - start), 0, 1);
        return sums[bucket] + ((sums[bucket + 1] - sums[bucket]) * part);
    }
}
