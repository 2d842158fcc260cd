using KvFleet.Store.Indexing;

namespace KvFleet.Store;

/// <summary>
/// Values that shall be in memory, and pinned there, as soon as a lower tier has brought them back. A load that found no room is asked for again: whoever pins is promised a
/// value that stays, not one that may be loaded. Under the store's lock.
/// </summary>
internal sealed class PreloadTable
{
    /// <summary>Most values that wait: beyond that a pin keeps its value on the lower tier only.</summary>
    public const int MostWaiting = 65_536;

    private const int AskedAtOnce = 256;
    private const int MostRounds = 60;
    private const long RoundMilliseconds = 1000;
    private readonly Dictionary<byte[], (long Until, int Rounds)> _waiting = new(KeyComparer.Instance);
    private long _nextRound;

    /// <summary>Values that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Asks for a value.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="until">Until when it is pinned, in the store's time.</param>
    /// <param name="tier">Has it.</param>
    public void Add(ReadOnlySpan<byte> key, long until, IBackingTier tier)
    {
        if (_waiting.Count < MostWaiting || _waiting.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(key))
            _waiting.GetAlternateLookup<ReadOnlySpan<byte>>()[key] = (until, 0);
        tier.RequestLoad(key);
    }

    /// <summary>A value came back.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="until">Until when it is to be pinned.</param>
    /// <returns>Whether it was waited for.</returns>
    public bool TryTake(ReadOnlySpan<byte> key, out long until)
    {
        var found = _waiting.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(key, out _, out var wait);
        until = wait.Until;
        return found;
    }

    /// <summary>Nobody waits for a value any more.</summary>
    public void Remove(ReadOnlySpan<byte> key) => _waiting.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(key);

    /// <summary>Nobody waits for anything any more.</summary>
    public void Clear() => _waiting.Clear();

    /// <summary>Asks again for some of what did not come, once a second.</summary>
    /// <param name="now">The store's time.</param>
    /// <param name="tier">What it is asked from.</param>
    public void Tick(long now, IBackingTier tier)
    {
        if (_waiting.Count == 0 || now < _nextRound)
            return;
        _nextRound = now + RoundMilliseconds;
        foreach (var (key, wait) in _waiting.Take(AskedAtOnce).ToList())
        {
            // Out and in again: the next round begins with others.
            _waiting.Remove(key);
            if (wait.Until <= now || wait.Rounds >= MostRounds || !tier.Contains(key))
                continue;
            tier.RequestLoad(key);
            _waiting.Add(key, (wait.Until, wait.Rounds + 1));
        }
    }
}
