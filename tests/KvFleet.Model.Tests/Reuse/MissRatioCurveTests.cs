using KvFleet.Model.Reuse;

namespace KvFleet.Model.Tests.Reuse;

/// <summary>Buckets and curves.</summary>
public sealed class MissRatioCurveTests
{
    [Fact]
    public void Every_distance_lies_in_its_bucket_and_buckets_are_at_most_three_percent_wide()
    {
        foreach (var distance in Enumerable.Range(1, 5000).Concat([70_000, 123_456_789, int.MaxValue]))
        {
            var bucket = DistanceScale.BucketOf(distance);
            ((double)distance).ShouldBeLessThan(DistanceScale.EndOf(bucket));
            ((double)distance).ShouldBeGreaterThanOrEqualTo(DistanceScale.EndOf(bucket - 1));
            (DistanceScale.EndOf(bucket) - DistanceScale.EndOf(bucket - 1)).ShouldBeLessThanOrEqualTo(Math.Max(1, 0.032 * distance));
        }

        DistanceScale.BucketOf(double.PositiveInfinity).ShouldBe(DistanceScale.Buckets - 1);
    }

    [Fact]
    public void Curves_of_nodes_add_up()
    {
        var merged = MissRatioCurve.Merge([Curve(distance: 10, uses: 30, total: 60), Curve(distance: 100, uses: 20, total: 40)]);

        merged.TotalUses.ShouldBe(100);
        merged.HitRatio(9).ShouldBe(0);
        merged.HitRatio(10).ShouldBe(0.3, 1e-9);
        merged.HitRatio(1000).ShouldBe(0.5, 1e-9);
        merged.HitPositions(1000).ShouldBe(50, 1e-9);
    }

    [Fact]
    public void Few_points_say_the_same_at_their_capacities()
    {
        var counts = new double[DistanceScale.Buckets];
        for (var distance = 1; distance < 100_000; distance += 7)
        {
            counts[DistanceScale.BucketOf(distance)]++;
        }

        var curve = new MissRatioCurve(counts, counts, 20_000);
        var points = curve.Points(perDoubling: 4);
        var again = MissRatioCurve.OfPoints(points, curve.TotalUses);

        points.Count.ShouldBeLessThan(4 * 18);
        points.ShouldAllBe(point => Math.Abs(again.Hits(point.Blocks) - curve.Hits(point.Blocks)) < 1e-6);
        again.HitPositions(1e6).ShouldBe(curve.HitPositions(1e6), 1e-6);
        foreach (var blocks in new[] { 100, 3000, 55_555 })
        {
            again.HitRatio(blocks).ShouldBe(curve.HitRatio(blocks), 0.19 * curve.HitRatio(blocks));
        }
    }

    [Fact]
    public void Nothing_seen_is_no_hit()
    {
        MissRatioCurve.Empty.HitRatio(1e9).ShouldBe(0);
        MissRatioCurve.Merge([]).HitRatio(1).ShouldBe(0);
        Curve(1, 1, 1).HitRatio(double.NaN).ShouldBe(0);
    }

    [Fact]
    public void A_curve_of_another_number_of_buckets_is_refused()
        => Should.Throw<ArgumentException>(() => new MissRatioCurve([1], [1], 1)).Message.ShouldContain("1184 buckets");

    private static MissRatioCurve Curve(int distance, double uses, double total)
    {
        var counts = new double[DistanceScale.Buckets];
        counts[DistanceScale.BucketOf(distance)] = uses;
        return new MissRatioCurve(counts, counts, total);
    }
}
