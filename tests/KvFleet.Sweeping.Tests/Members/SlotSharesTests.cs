using KvFleet.Sweeping.Members;

namespace KvFleet.Sweeping.Tests.Members;

public sealed class SlotSharesTests
{
    private static readonly string[] Nodes = [.. Enumerable.Range(0, 8).Select(i => $"node-{i}")];

    [Fact]
    public void Every_slot_has_one_owner_and_shares_are_alike()
    {
        var sizes = Nodes.Select(node => SlotShares.Of(node, Nodes).Size).ToArray();

        sizes.Sum().ShouldBe(SlotSet.Count);
        sizes.ShouldAllBe(size => size > 90 && size < 170);
    }

    [Fact]
    public void When_one_goes_the_others_keep_theirs_and_share_the_rest()
    {
        var left = Nodes.Where(node => node != "node-3").ToArray();
        foreach (var node in left)
        {
            var before = SlotShares.Of(node, Nodes);
            var after = SlotShares.Of(node, left);
            for (ulong path = 0; path < 4096; path++)
            {
                if (before.Owns(path * 0x123456789abcdef))
                    after.Owns(path * 0x123456789abcdef).ShouldBeTrue();
            }
        }

        left.Sum(node => SlotShares.Of(node, left).Size).ShouldBe(SlotSet.Count);
    }

    [Fact]
    public void One_alone_has_all() => SlotShares.Of("a", ["a"]).SetEquals(SlotSet.All).ShouldBeTrue();

    [Fact]
    public void Directories_of_hashed_trees_fall_into_all_slots_alike()
    {
        var counts = new int[SlotSet.Count];
        for (var i = 0; i < 4096 * 8; i++)
            counts[SlotSet.Of(KvFleet.Sweeping.Scanning.PathHash.Of($"model_0123456789ab_r{i / 4096}/{i % 4096:x3}"))]++;

        counts.Max().ShouldBeLessThan(70);
        counts.Min().ShouldBeGreaterThan(8);
    }
}
