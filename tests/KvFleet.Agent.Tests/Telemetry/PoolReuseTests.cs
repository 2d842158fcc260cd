using System.Security.Cryptography;
using KvFleet.Agent.Telemetry;
using KvFleet.Api.Reports;
using KvFleet.Model.Reuse;
using KvFleet.Protocol.Store;
using KvFleet.Testing;

namespace KvFleet.Agent.Tests.Telemetry;

/// <summary>From the keys that engines use to the curve in the report.</summary>
public sealed class PoolReuseTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Before_any_engine_said_anything_there_is_no_curve() => new PoolReuse(_time).Report().ShouldBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    public void Ten_prompts_used_in_turn_hit_from_the_memory_of_ten_on(int differsAt)
    {
        var reuse = new PoolReuse(_time);
        for (var use = 0; use < 2000; use++)
            Use(reuse, use % 10, differsAt);

        var report = reuse.Report()!;

        report.TotalUses.ShouldBe(8000);
        Curve(report).HitRatio(39).ShouldBe(0, 0.01);
        Curve(report).HitRatio(64).ShouldBe(1, 0.01);
        report.Blocks.Count.ShouldBeLessThan(10);
    }

    [Fact]
    public void After_an_hour_it_weighs_half()
    {
        var reuse = new PoolReuse(_time);
        for (var use = 0; use < 100; use++)
            Use(reuse, 1, 0);
        _time.Advance(TimeSpan.FromHours(1));

        reuse.Report()!.TotalUses.ShouldBe(200, 0.1);
    }

    private static MissRatioCurve Curve(ReuseReport report) =>
        MissRatioCurve.OfPoints(Enumerable.Range(0, report.Blocks.Count).Select(at => new CurvePoint(report.Blocks[at], report.Uses[at], report.Positions[at])), report.TotalUses);

    /// <summary>A prompt of four blocks, whose keys differ in eight of their 32 bytes only.</summary>
    private static void Use(PoolReuse reuse, int prompt, int differsAt)
    {
        var buffer = new byte[StoreLimits.MaxFrameBytes];
        var writer = new FrameWriter(buffer);
        writer.UInt32(4);
        for (var block = 0; block < 4; block++)
        {
            var key = new byte[32];
            SHA256.HashData([(byte)prompt, (byte)block])[..8].CopyTo(key, differsAt);
            writer.Key(key);
        }

        reuse.Used(new FrameReader(writer.Finish(FrameType.Touch, 0)[FrameHeader.Bytes..]).Keys());
    }
}
