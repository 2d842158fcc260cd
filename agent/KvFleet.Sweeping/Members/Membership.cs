using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Members;

/// <summary>Who lives, and what they say.</summary>
/// <param name="Names">All that live, this member included, in order.</param>
/// <param name="Others">What the others say.</param>
/// <param name="Unreadable">Those that live but whose files could not be read.</param>
/// <param name="Now">The filesystem's clock.</param>
internal sealed record Membership(IReadOnlyList<string> Names, IReadOnlyList<MemberStatement> Others, IReadOnlyList<string> Unreadable, DateTimeOffset Now)
{
    /// <summary>When reads last went unrecorded on any node; null: never.</summary>
    public DateTimeOffset? AccessesLostAt(DateTimeOffset? own) =>
        Others.Select(other => other.AccessesLostAt).Append(own).Max();

    /// <summary>What the others hold of a pool; null while one of them divides the slots otherwise, has not looked yet, or cannot be read.</summary>
    /// <param name="pool"><c>namespace/name</c>.</param>
    public MemberShare? OthersOf(string pool)
    {
        var sum = new MemberShare(PoolUsage.None, 0, 0);
        if (Unreadable.Count > 0)
            return null;
        foreach (var other in Others)
        {
            if (!other.Members.SequenceEqual(Names, StringComparer.Ordinal) || !other.Pools.TryGetValue(pool, out var share))
                return null;
            sum = new MemberShare(sum.Usage + share.Usage, sum.WriteBytesPerSecond + share.WriteBytesPerSecond, sum.WriteInodesPerSecond + share.WriteInodesPerSecond);
        }

        return sum;
    }
}
