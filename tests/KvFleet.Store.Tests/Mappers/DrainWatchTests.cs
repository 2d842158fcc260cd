using System.Collections.Immutable;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Store.Tests.Mappers;

public sealed class DrainWatchTests
{
    private static readonly HolderKey Holder = new("tenant", "holder");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly MapperSession Engine = new(1, new MapperIdentity("tenant", "engine", "engine-uid"));
    private readonly PoolExtents _pool = new();
    private readonly MapperLedger _ledger = new();

    public DrainWatchTests()
    {
        _pool.Publish(Holder, [Files.Create("e-0"), Files.Create("e-1")]);
        _ledger.Open(Engine);
        _ledger.Grant(Engine, ["e-0", "e-1"]);
        _pool.Revoke(Holder, Now.AddMinutes(1));
    }

    [Fact]
    public void Nothing_is_free_without_a_scan()
    {
        _ledger.TryAcknowledge(Engine, ["e-0", "e-1"]);

        Assess(null).Clean.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_free_while_a_connection_has_it_even_if_no_process_shows_it()
    {
        Assess(Scan()).Clean.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_acknowledged_and_seen_nowhere_is_free()
    {
        _ledger.TryAcknowledge(Engine, ["e-0"]);

        Assess(Scan()).Clean.ShouldBe(["e-0"]);
    }

    [Fact]
    public void A_scan_from_before_the_acknowledgement_proves_nothing()
    {
        var early = Scan();
        _ledger.TryAcknowledge(Engine, ["e-0", "e-1"]);

        Assess(early).Clean.ShouldBeEmpty();
        Assess(Scan()).Clean.ShouldBe(["e-0", "e-1"]);
    }

    [Fact]
    public void A_change_of_one_extent_does_not_age_the_scan_for_another()
    {
        _ledger.TryAcknowledge(Engine, ["e-0"]);
        var scan = Scan();
        _ledger.TryAcknowledge(Engine, ["e-1"]);

        Assess(scan).Clean.ShouldBe(["e-0"]);
    }

    [Fact]
    public void A_scan_that_did_not_look_for_it_proves_nothing()
    {
        _ledger.TryAcknowledge(Engine, ["e-0", "e-1"]);

        Assess(new MapperScan(_ledger.Version, ["e-1"], [])).Clean.ShouldBe(["e-1"]);
    }

    [Fact]
    public void A_scan_that_could_not_examine_every_process_proves_nothing()
    {
        _ledger.Close(Engine);

        Assess(Scan() with { IsComplete = false }).Clean.ShouldBeEmpty();
    }

    [Fact]
    public void A_process_that_keeps_a_mapping_after_saying_it_let_go_is_found()
    {
        _ledger.TryAcknowledge(Engine, ["e-0", "e-1"]);

        var verdict = Assess(Scan(new MapperSighting("e-0", 77, "liar", "engine-uid", IsMapped: true, HasDescriptor: false)), Now.AddMinutes(2));

        verdict.Clean.ShouldBe(["e-1"]);
        verdict.StuckBytes.ShouldBe(8192);
        verdict.Stuck.ShouldBe([new StuckMapper("engine-uid", 77, "liar", 8192)]);
    }

    [Fact]
    public void A_process_that_closed_its_connection_but_keeps_a_descriptor_is_found()
    {
        _ledger.Close(Engine);

        Assess(Scan(new MapperSighting("e-1", 77, "quiet", "engine-uid", IsMapped: false, HasDescriptor: true))).Clean.ShouldBe(["e-0"]);
    }

    [Fact]
    public void A_process_that_died_leaves_nothing_behind()
    {
        _ledger.Close(Engine);

        Assess(Scan()).Clean.ShouldBe(["e-0", "e-1"]);
    }

    [Fact]
    public void Before_the_deadline_nobody_is_blamed()
    {
        var verdict = Assess(Scan(new MapperSighting("e-0", 77, "slow", "engine-uid", true, true)), Now.AddSeconds(59));

        (verdict.StuckBytes, verdict.Stuck.Length).ShouldBe((0, 0));
    }

    [Fact]
    public void After_the_deadline_a_pod_that_never_read_its_socket_is_blamed_without_a_process()
    {
        Assess(Scan(), Now.AddMinutes(1)).Stuck.ShouldBe([new StuckMapper("engine-uid", null, null, 16384)]);
    }

    [Fact]
    public void Bytes_kept_by_two_are_counted_once_in_all_and_once_for_each()
    {
        var verdict = Assess(
            Scan(
                new MapperSighting("e-0", 77, "one", "engine-uid", true, true),
                new MapperSighting("e-0", 78, "two", null, true, false)),
            Now.AddMinutes(2));

        verdict.StuckBytes.ShouldBe(16384);
        verdict.Stuck.ShouldBe([
            new StuckMapper(null, 78, "two", 8192),
            new StuckMapper("engine-uid", null, null, 8192),
            new StuckMapper("engine-uid", 77, "one", 8192)]);
    }

    private DrainVerdict Assess(MapperScan? scan, DateTimeOffset? now = null) => DrainWatch.Assess([.. _pool.Revoked], _ledger, scan, now ?? Now);

    private MapperScan Scan(params ImmutableArray<MapperSighting> sightings) => new(_ledger.Version, ["e-0", "e-1"], sightings);
}
