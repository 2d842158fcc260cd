namespace KvFleet.Model.Reuse;

/// <summary>The keys used most, found in one pass with few counters (Space-Saving, Metwally 2005). Fed with a part of the uses only: what is hot shows in a part too.</summary>
internal sealed class FrequentKeys
{
    private const int Counters = 128;
    private readonly ulong[] _hashes = new ulong[Counters];
    private readonly uint[] _counts = new uint[Counters];
    private readonly uint[] _errors = new uint[Counters];
    private int _used;

    /// <summary>Counts a use.</summary>
    public void Count(ulong hash)
    {
        var at = _hashes.AsSpan(0, _used).IndexOf(hash);
        if (at >= 0)
        {
            _counts[at]++;
            return;
        }

        if (_used < Counters)
        {
            at = _used++;
        }
        else
        {
            at = Least();
            _errors[at] = _counts[at];
        }

        _hashes[at] = hash;
        _counts[at]++;
    }

    /// <summary>Uses of a key that are certain; 0 if it has no counter.</summary>
    public uint Certain(ulong hash)
    {
        var at = _hashes.AsSpan(0, _used).IndexOf(hash);
        return at < 0 ? 0 : _counts[at] - _errors[at];
    }

    /// <summary>The keys with the most certain uses, most first.</summary>
    public IEnumerable<(ulong Hash, uint Uses)> Top(int most)
        => Enumerable.Range(0, _used).Select(at => (_hashes[at], Uses: _counts[at] - _errors[at])).OrderByDescending(key => key.Uses).Take(most);

    /// <summary>Halves all counts, so that what was hot long ago makes room.</summary>
    public void Halve()
    {
        for (var at = 0; at < _used; at++)
        {
            _counts[at] /= 2;
            _errors[at] /= 2;
        }
    }

    private int Least()
    {
        var least = 0;
        for (var at = 1; at < Counters; at++)
        {
            least = _counts[at] < _counts[least] ? at : least;
        }

        return least;
    }
}
