using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Model.Reuse;

namespace KvFleet.Operator.Status;

/// <summary>What a pool's status says of its reuse: each node's curve at that node's memory, added up. Pure.</summary>
internal static class ReuseStatus
{
    /// <summary>Fewer uses say nothing.</summary>
    private const double LeastUses = 1000;
    private const double Enough = 0.99;

    /// <summary>The status.</summary>
    /// <param name="view">The pool.</param>
    public static PoolReuseStatus Of(PoolView view)
    {
        var nodes = view.Nodes.Where(static node => node.Report?.Reuse is not null).Select(node => (Curve: Curve(node.Report!.Reuse!), Blocks: Blocks(view, node))).ToList();
        var total = nodes.Sum(static node => node.Curve.TotalUses);
        if (total < LeastUses || view.Resolution.Pool is not { } pool)
            return new PoolReuseStatus { Curve = "CurveUnknown" };

        int Percent(double factor) => (int)Math.Round(100 * nodes.Sum(node => node.Curve.Hits(node.Blocks * factor)) / total);
        var useful = nodes.Sum(node => Useful(node.Curve)) * pool.Layout.RowStrideBytes * pool.Layout.Groups;
        return new PoolReuseStatus
        {
            Curve = "Known",
            HitPercent = Percent(1),
            HitPercentAtTwice = Percent(2),
            HitPercentAtHalf = Percent(0.5),
            UsefulCapacity = useful < long.MaxValue / 2 ? ResourceQuantity.FromBytes((long)useful >> 20 << 20) : null,
        };
    }

    private static double Blocks(PoolView view, PoolNodeView node) => view.Resolution.Pool?.Layout.BlocksIn(node.TargetBytes) ?? 0;

    private static MissRatioCurve Curve(ReuseReport report) => MissRatioCurve.OfPoints(
        Enumerable.Range(0, Math.Min(report.Blocks.Count, Math.Min(report.Uses.Count, report.Positions.Count))).Select(at => new CurvePoint(report.Blocks[at], report.Uses[at], report.Positions[at])),
        report.TotalUses);

    /// <summary>The capacity with nearly all hits that are possible.</summary>
    private static double Useful(MissRatioCurve curve)
    {
        var points = curve.Points();
        var (needed, hits) = (Enough * points.Sum(static point => point.Uses), 0.0);
        foreach (var point in points)
        {
            if ((hits += point.Uses) >= needed)
                return point.Blocks;
        }

        return 0;
    }
}
