namespace KvFleet.Planning.Allocation;

/// <summary>How many quanta fit on each node beside the overhead of the holders that will hold them.</summary>
internal sealed class NodeRooms
{
    private const long Mebibyte = 1L << 20;
    private const int Unknown = -1;

    private readonly long[] _freeBytes;
    private readonly long _quantum;
    private readonly MemoryKind _kind;
    private readonly int _pools;
    private readonly PlannerOptions _options;
    private readonly long[][] _known;

    /// <summary>Rooms of one kind of memory.</summary>
    /// <param name="freeBytes">Bytes left on each node.</param>
    /// <param name="quantum">Bytes of one quantum.</param>
    /// <param name="kind">The kind of memory.</param>
    /// <param name="pools">Most pools on a node.</param>
    /// <param name="options">The settings.</param>
    public NodeRooms(long[] freeBytes, long quantum, MemoryKind kind, int pools, PlannerOptions options)
    {
        // A copy: what is free changes while other kinds of memory are allocated.
        (_freeBytes, _quantum, _kind, _pools, _options) = ((long[])freeBytes.Clone(), quantum, kind, pools, options);
        _known = new long[freeBytes.Length][];
        for (var node = 0; node < _known.Length; node++)
        {
            _known[node] = new long[pools + 1];
            Array.Fill(_known[node], Unknown);
        }
    }

    /// <summary>Quanta that fit on a node when so many pools share it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="pools">Pools that have at least a quantum there.</param>
    public long Quanta(int node, int pools)
    {
        ref var known = ref _known[node][pools];
        return known == Unknown ? known = Compute(_freeBytes[node], pools) : known;
    }

    /// <summary>Overhead in bytes of base pages of so many bytes in so many holders, however they are split up.</summary>
    /// <param name="bytes">Bytes held.</param>
    /// <param name="holders">Holders they are held in.</param>
    /// <param name="kind">The kind of memory.</param>
    /// <param name="options">The settings.</param>
    public static long Overhead(long bytes, long holders, MemoryKind kind, PlannerOptions options)
    {
        if (bytes == 0 || holders == 0)
        {
            return 0;
        }

        var each = options.OverheadPerHolder((bytes + holders - 1) / holders, kind);

        // Holders of unequal size may each round up once more.
        return each == 0 ? 0 : holders * (each + (holders > 1 ? Mebibyte : 0));
    }

    /// <summary>Whether these are the rooms of so many bytes and pools: a trial and the run after it usually share them.</summary>
    /// <param name="freeBytes">Bytes left on each node.</param>
    /// <param name="pools">Most pools on a node.</param>
    public bool Are(long[] freeBytes, int pools) => _pools == pools && _freeBytes.AsSpan().SequenceEqual(freeBytes);

    private long Compute(long free, int pools)
    {
        var most = free / _quantum;
        if (_kind != MemoryKind.Regular || most == 0)
        {
            return most; // The overhead of huge-page holders is base pages, which are another budget.
        }

        // The overhead of the most quanta is a little more than that of those that fit: start there, and step to the exact answer.
        var fits = Math.Clamp((free - (Cost(most, pools) - (most * _quantum))) / _quantum, 0, most);
        while (fits > 0 && Cost(fits, pools) > free)
        {
            fits--;
        }

        while (fits < most && Cost(fits + 1, pools) <= free)
        {
            fits++;
        }

        return fits;
    }

    private long Cost(long quanta, int pools)
    {
        var holders = Math.Min((long)_options.ReservedHoldersPerPoolAndNode * pools, quanta);
        return (quanta * _quantum) + Overhead(quanta * _quantum, holders, _kind, _options);
    }
}
