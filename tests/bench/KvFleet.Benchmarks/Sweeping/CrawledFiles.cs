namespace KvFleet.Benchmarks.Sweeping;

/// <summary>Deletes in the order in which directories give their names, until the capacity is kept.</summary>
internal sealed class CrawledFiles(string directory, int capacity) : TraceFiles(directory, capacity), IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <inheritdoc/>
    protected override void Evict()
    {
        foreach (var path in Directory.EnumerateFiles(Root, "*.bin", SearchOption.AllDirectories))
        {
            if (Count <= Capacity * 98 / 100)
                return;
            File.Delete(path);
            Count--;
        }
    }
}
