namespace KvFleet.Model.Reuse;

/// <summary>
/// Learns the miss-ratio curve of a stream of prompts in fixed memory: SHARDS (Waldspurger, FAST'15) with the hottest keys split off and counted all. It must see every use, hits in accelerator memory
/// included. Not thread-safe.
/// </summary>
public sealed partial class ReuseSampler
{
    // Uses that are all fed to the search for hot keys, so that a hot one is found before it weighs in by chance; later one in eight.
    private const int Young = 8192;
    private const int ElectEvery = 512;
    private const double LowerTo = 0.75;

    private readonly ReuseSamplerOptions _options;
    private readonly FollowedKeys _keys;
    private readonly RecencySlots _slots;
    private readonly HotKeys _hot = new();
    private readonly FrequentKeys _frequent = new();
    private readonly DistanceCounts _hotCounts = new();
    private readonly DistanceCounts _coldCounts = new();
    private readonly SamplingRate _rate;
    private ulong[] _touched = new ulong[1024];
    private int _next;
    private uint _random = 1;
    private int _young = Young;
    private int _fed;
    private int _electAt = 16;
    private double _halfLives;
    private int _recent;
    private int _forgetBefore;

    /// <summary>Makes a sampler that has seen nothing.</summary>
    /// <param name="options">Rate, memory and seed; null for the defaults.</param>
    public ReuseSampler(ReuseSamplerOptions? options = null)
    {
        _options = options ?? new ReuseSamplerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxKeys, 64, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxRate, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxRate, 1, nameof(options));
        _keys = new FollowedKeys(_options.MaxKeys);
        _slots = new RecencySlots((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_options.MaxKeys * 8));
        _rate = new SamplingRate(_options.MaxRate);
    }

    /// <summary>The share of keys followed now.</summary>
    public double Rate => _rate.Share;

    /// <summary>Keys followed now.</summary>
    public int FollowedKeys => _keys.Count + _hot.Count;

    /// <summary>Takes a prompt into account: all its blocks are looked up, then used, tail before root.</summary>
    /// <param name="keys">The keys of its blocks from the root on, each a hash of its whole prefix.</param>
    public void Observe(ReadOnlySpan<ulong> keys)
    {
        // Longer prompts than any engine takes come in pieces, tail before root too, so that room can always be made.
        var piece = _options.MaxKeys / 4;
        for (var end = keys.Length; end > 0; end -= piece)
        {
            var start = Math.Max(0, end - piece);
            ObservePiece(keys[start..end], start);
        }
    }

    /// <summary>Makes all that was seen so far weigh half as much after each half-life.</summary>
    /// <param name="halfLives">Half-lives that passed since the last call; not negative.</param>
    public void Age(double halfLives)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(halfLives);
        var factor = Math.Pow(2, -halfLives);
        _hotCounts.Scale(factor);
        _coldCounts.Scale(factor);
        _halfLives += halfLives;
        if (_halfLives >= _options.ForgetHalfLives)
        {
            _halfLives = 0;
            _frequent.Halve();
            (_forgetBefore, _recent) = (_recent, _next);
            Forget();
        }
    }

    /// <summary>The curve as far as it is known.</summary>
    public MissRatioCurve Curve()
    {
        var (uses, positions) = (new double[DistanceScale.Buckets], new double[DistanceScale.Buckets]);
        _hotCounts.AddTo(uses, positions);
        _coldCounts.AddTo(uses, positions);
        return new MissRatioCurve(uses, positions, _hotCounts.Total + _coldCounts.Total);
    }

    private void ObservePiece(ReadOnlySpan<ulong> keys, int position)
    {
        if (_touched.Length < keys.Length)
        {
            _touched = new ulong[keys.Length];
        }

        MakeRoom(keys.Length);
        Touch(_touched.AsSpan(0, LookUp(keys, position)));
        if (_fed >= _electAt)
        {
            Elect();
        }
    }

    private static ulong Mix(ulong key, ulong seed)
    {
        var hash = key ^ seed;
        hash = (hash ^ (hash >> 30)) * 0xBF58_476D_1CE4_E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D0_49BB_1331_11EB;
        return hash ^ (hash >> 31);
    }

    private int LookUp(ReadOnlySpan<ulong> keys, int start)
    {
        var (touched, hotUses) = (0, 0);
        for (var position = 0; position < keys.Length; position++)
        {
            var hash = Mix(keys[position], _options.Seed);
            if ((_random = (_random * 1664525) + 1013904223) >> 29 == 0 || _young > 0)
            {
                _young = Math.Max(0, _young - 1);
                _frequent.Count(hash);
                _fed++;
            }

            if (_hot.IndexOf(hash) is >= 0 and var index)
            {
                hotUses++;
                _touched[touched++] = hash;
                if (_hot.SlotAt(index) is not HotKeys.Unseen and var slot)
                {
                    _hotCounts.Add(Distance(slot), start + position, 1);
                }
            }
            else if (_rate.Follows(hash))
            {
                _touched[touched++] = hash;
                if (_rate.Counts(hash))
                {
                    var slot = _keys.SlotOf(hash);
                    _coldCounts.Add(slot < 0 ? double.PositiveInfinity : Distance(slot), start + position, _rate.CountWeight);
                }
            }
        }

        _hotCounts.Total += hotUses;
        _coldCounts.Total += keys.Length - hotUses;
        return touched;
    }

    private double Distance(int slot) => 1 + _rate.Distinct(_slots, slot) + _hot.After(slot);

    private void Touch(ReadOnlySpan<ulong> touched)
    {
        for (var last = touched.Length - 1; last >= 0; last--)
        {
            var hash = touched[last];
            var slot = _next++;
            if (_hot.IndexOf(hash) is >= 0 and var index)
            {
                _hot.SlotAt(index) = slot;
                continue;
            }

            if (_keys.Set(hash, slot) is >= 0 and var before)
            {
                _slots.Unmark(before);
            }

            _slots.Mark(slot);
        }
    }
}
