namespace KvFleet.Sweeping.Deletion;

/// <summary>How much may go of the files that were last used in the very second of the cut: a million files may bear the same time.</summary>
internal sealed class BoundaryBudget(long bytes, long files)
{
    private long _bytes = bytes;
    private long _files = files;

    /// <summary>Takes a file of that many bytes, if something is still to go.</summary>
    public bool TryTake(long bytes)
    {
        if (Volatile.Read(ref _bytes) <= 0 && Volatile.Read(ref _files) <= 0)
            return false;
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Decrement(ref _files);
        return true;
    }
}
