using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>Where the revoked extents of a pool stand.</summary>
/// <param name="Clean">Entries that nobody has any more.</param>
/// <param name="Overdue">Entries that somebody still has after their deadline.</param>
/// <param name="Stuck">Who keeps the overdue ones.</param>
public sealed record DrainVerdict(ImmutableArray<string> Clean, ImmutableArray<PoolExtent> Overdue, ImmutableArray<StuckMapper> Stuck)
{
    /// <summary>Nothing is being given back.</summary>
    public static DrainVerdict None { get; } = new([], [], []);

    /// <summary>Bytes of the overdue entries, each counted once however many keep it.</summary>
    public long StuckBytes => Overdue.Sum(static extent => extent.Bytes);
}
