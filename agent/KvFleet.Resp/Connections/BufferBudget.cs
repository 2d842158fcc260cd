namespace KvFleet.Resp.Connections;

/// <summary>Memory that the unfinished commands of one endpoint's connections may have together. A tenant that fills it stops only itself.</summary>
/// <param name="bytes">The bound.</param>
internal sealed class BufferBudget(long bytes)
{
    private long _used;

    /// <summary>Bytes taken.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Changes what one connection has.</summary>
    /// <param name="from">What it had.</param>
    /// <param name="to">What it needs.</param>
    /// <returns>False when that is too much; nothing changed then.</returns>
    public bool TryChange(long from, long to)
    {
        if (Interlocked.Add(ref _used, to - from) <= bytes || to <= from)
            return true;
        Interlocked.Add(ref _used, from - to);
        return false;
    }
}
