using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Store.Tests.Mappers;

public sealed class PoolExtentsTests
{
    private static readonly HolderKey A = new("tenant", "holder-a");
    private static readonly HolderKey B = new("tenant", "holder-b");
    private static readonly DateTimeOffset Deadline = new(2026, 1, 1, 0, 1, 0, TimeSpan.Zero);
    private readonly PoolExtents _pool = new();

    [Fact]
    public void Extents_lie_side_by_side_in_the_order_they_became_ready()
    {
        _pool.Publish(B, [Files.Create("b-0"), Files.Create("b-1", 4096)]);
        _pool.Publish(A, [Files.Create("a-0")]);

        Layout().ShouldBe([("b-0", 0, 0, 8192), ("b-1", 1, 8192, 4096), ("a-0", 2, 12288, 8192)]);
        _pool.Generation.ShouldBe(2);
    }

    [Fact]
    public void A_huge_page_extent_starts_at_a_huge_page()
    {
        _pool.Publish(A, [Files.Create("a-0", 4096)]);
        _pool.Publish(B, [Files.Create("b-0", 8192, alignment: 2 << 20)]);

        Layout()[1].ShouldBe(("b-0", 1, 2 << 20, 8192));
    }

    [Fact]
    public void The_place_of_a_draining_extent_is_not_given_away()
    {
        _pool.Publish(A, [Files.Create("a-0")]);
        _pool.Revoke(A, Deadline).Select(e => e.Id).ShouldBe(["a-0"]);
        _pool.Publish(B, [Files.Create("b-0")]);

        Layout().ShouldBe([("a-0", 0, 0, 8192), ("b-0", 1, 8192, 8192)]);
        _pool.Ready.Select(e => e.Id).ShouldBe(["b-0"]);
    }

    [Fact]
    public void The_place_of_a_removed_extent_is_filled_again_where_it_fits()
    {
        _pool.Publish(A, [Files.Create("a-0")]);
        _pool.Publish(B, [Files.Create("b-0")]);
        _pool.Revoke(A, Deadline);
        _pool.Remove("a-0");
        _pool.Publish(A, [Files.Create("a-1", 12288), Files.Create("a-2", 8192)]);

        Layout().ShouldBe([("a-2", 2, 0, 8192), ("b-0", 1, 8192, 8192), ("a-1", 0, 16384, 12288)]);
    }

    [Fact]
    public void Revoking_twice_tells_mappers_once_and_keeps_the_first_deadline()
    {
        _pool.Publish(A, [Files.Create("a-0")]);
        _pool.Revoke(A, Deadline);
        var generation = _pool.Generation;

        _pool.Revoke(A, Deadline.AddHours(1)).ShouldBeEmpty();
        _pool.Generation.ShouldBe(generation);
        _pool.Revoked.Single().Deadline.ShouldBe(Deadline);
    }

    [Fact]
    public void An_orphan_keeps_its_place_but_not_its_file_until_mappers_let_go()
    {
        _pool.Publish(A, [Files.Create("a-0")]);

        _pool.Orphan(A, Deadline).Select(e => e.Id).ShouldBe(["a-0"]);

        var entry = _pool.Extents.Single();
        (entry.State, entry.Extent, entry.Deadline).ShouldBe((PoolExtentState.Orphaned, null, Deadline));
        _pool.Orphan(A, Deadline).ShouldBeEmpty();
    }

    [Fact]
    public void Memory_that_comes_back_with_its_holder_takes_its_old_place()
    {
        var extent = Files.Create("a-0");
        _pool.Publish(B, [Files.Create("b-0")]);
        _pool.Publish(A, [extent]);
        _pool.Orphan(A, Deadline);

        _pool.Publish(A, [extent]);

        _pool.Extents.Select(e => (e.Id, e.Offset, e.State, e.Deadline)).ShouldBe([
            ("b-0", 0, PoolExtentState.Ready, null),
            ("a-0", 8192, PoolExtentState.Ready, null)]);
    }

    [Fact]
    public void New_memory_under_the_id_of_an_orphan_gets_a_name_of_its_own()
    {
        _pool.Publish(A, [Files.Create("a-0")]);
        _pool.Orphan(A, Deadline);
        var restarted = Files.Create("a-0");
        _pool.Publish(A, [restarted]);

        _pool.Ready.Single().Id.ShouldBe($"a-0~{restarted.Identity.Inode}");
        _pool.Ready.Single().ExtentId.ShouldBe("a-0");
        _pool.Remove("a-0");
        _pool.Extents.Count.ShouldBe(1);
    }

    private List<(string Id, int Index, long Offset, long Bytes)> Layout() => [.. _pool.Extents.Select(e => (e.Id, e.Index, e.Offset, e.Bytes))];
}
