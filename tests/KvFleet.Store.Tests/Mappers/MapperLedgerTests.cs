using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Store.Tests.Mappers;

public sealed class MapperLedgerTests
{
    private static readonly MapperSession One = new(1, new MapperIdentity("tenant", "engine", "uid"));
    private static readonly MapperSession Two = new(2, new MapperIdentity("tenant", "engine", "uid"));
    private readonly MapperLedger _ledger = new();

    public MapperLedgerTests()
    {
        _ledger.Open(One);
        _ledger.Open(Two);
        _ledger.Grant(One, ["a", "b"]);
        _ledger.Grant(Two, ["b"]);
    }

    [Fact]
    public void Each_connection_is_told_of_what_it_has()
    {
        _ledger.Revoke(["a", "b", "c"]).Select(t => (t.Key.Number, string.Join(',', t.Value))).ShouldBe([(1, "a,b"), (2, "b")]);
    }

    [Fact]
    public void Nobody_is_told_twice_until_it_answered()
    {
        _ledger.Revoke(["b"]);
        _ledger.OwesAcknowledgement(Two).ShouldBeTrue();
        _ledger.Revoke(["b"]).ShouldBeEmpty();

        _ledger.TryAcknowledge(Two, ["b"]).ShouldBeTrue();
        _ledger.OwesAcknowledgement(Two).ShouldBeFalse();
        _ledger.Grant(Two, ["b"]);
        _ledger.Revoke(["b"]).Length.ShouldBe(1);
    }

    [Fact]
    public void A_connection_cannot_acknowledge_for_another()
    {
        _ledger.TryAcknowledge(Two, ["a"]).ShouldBeFalse();
        _ledger.TryAcknowledge(Two, ["b", "a"]).ShouldBeFalse();
        _ledger.HoldersOf("b").ShouldBe([One, Two], ignoreOrder: true);
    }

    [Fact]
    public void A_connection_may_acknowledge_what_it_was_told_of_without_having_got_it()
    {
        _ledger.Hint(Two, ["old"]);

        _ledger.HoldersOf("old").ShouldBeEmpty();
        _ledger.TryAcknowledge(Two, ["old", "b"]).ShouldBeTrue();
        _ledger.TryAcknowledge(Two, ["old"]).ShouldBeFalse();
    }

    [Fact]
    public void A_closed_connection_has_nothing_and_can_say_nothing()
    {
        _ledger.Close(One);
        _ledger.Close(One);

        _ledger.HoldersOf("a").ShouldBeEmpty();
        _ledger.TryAcknowledge(One, ["a"]).ShouldBeFalse();
        _ledger.Sessions.ShouldBe([Two]);
    }

    [Fact]
    public void Every_grant_acknowledgement_and_end_ages_what_was_scanned_before()
    {
        var versions = new List<long> { _ledger.ChangedAt("b") };
        _ledger.TryAcknowledge(One, ["b"]);
        versions.Add(_ledger.ChangedAt("b"));
        _ledger.Close(Two);
        versions.Add(_ledger.ChangedAt("b"));

        versions.ShouldBe(versions.Distinct().Order());
        _ledger.Version.ShouldBe(versions[^1]);
    }
}
