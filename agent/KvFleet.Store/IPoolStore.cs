using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Store;

/// <summary>The values of one pool on this node. Thread-safe; no member waits for I/O.</summary>
public interface IPoolStore
{
    /// <summary>Figures.</summary>
    StoreStatistics Statistics { get; }

    /// <summary>Looks a key up. Counts as no use.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    StoreRecord Find(ReadOnlySpan<byte> key);

    /// <summary>Leases the value of a key.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    /// <param name="lease">The value, to be disposed.</param>
    /// <returns>False when it is not in memory.</returns>
    bool TryLease(ReadOnlySpan<byte> key, [NotNullWhen(true)] out StoreLease? lease);

    /// <summary>Takes memory for a value, evicting others if need be.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    /// <param name="bytes">Bytes of the value.</param>
    /// <param name="hints">What is known about its worth.</param>
    StoreReservation TryReserve(ReadOnlySpan<byte> key, long bytes, in StoreEntryHints hints);

    /// <summary>Removes a key here and on lower tiers. Who has leased its value keeps it.</summary>
    /// <returns>Whether it was here or there.</returns>
    bool Remove(ReadOnlySpan<byte> key);

    /// <summary>Sets when a value ends.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    /// <param name="at">When; null for never.</param>
    /// <returns>Whether the key is in memory.</returns>
    bool SetExpiry(ReadOnlySpan<byte> key, DateTimeOffset? at);

    /// <summary>Lists keys.</summary>
    /// <param name="cursor">0 to start, else what the last page said.</param>
    /// <param name="count">About how many, 1 to 10,000.</param>
    StorePage Scan(ulong cursor, int count);

    /// <summary>Removes all keys.</summary>
    void Clear();

    /// <summary>Leases values that are worth demoting: used twice, not on a lower tier, coldest first.</summary>
    /// <param name="count">Most of them, 1 to 1,024.</param>
    ImmutableArray<StoreLease> TakeColdest(int count);

    /// <summary>Notes that a lower tier has a value.</summary>
    /// <param name="lease">The value, still leased.</param>
    void MarkBacked(StoreLease lease);
}
