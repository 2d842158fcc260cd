using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Members;

/// <summary>
/// Which slots fall to whom: for each slot the member whose name, hashed with the slot, is largest (rendezvous hashing). When a member goes, its slots alone change hands; when one comes, it takes its part from all.
/// </summary>
internal static class SlotShares
{
    /// <summary>The slots of one member.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="members">All that live.</param>
    public static SlotSet Of(string member, IReadOnlyList<string> members)
    {
        var hashes = members.Select(PathHash.Of).ToArray();
        return SlotSet.Of(Enumerable.Range(0, SlotSet.Count).Where(slot => string.Equals(Owner(slot, members, hashes), member, StringComparison.Ordinal)));
    }

    private static string Owner(int slot, IReadOnlyList<string> members, ulong[] hashes)
    {
        var best = 0;
        for (var index = 1; index < hashes.Length; index++)
        {
            if (Weight(hashes[index], slot) > Weight(hashes[best], slot))
                best = index;
        }

        return members[best];
    }

    private static ulong Weight(ulong member, int slot)
    {
        // The finalizer of splitmix64: FNV alone would favour the same member for neighbouring slots.
        var value = member ^ ((ulong)(slot + 1) * 0x9e3779b97f4a7c15);
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
