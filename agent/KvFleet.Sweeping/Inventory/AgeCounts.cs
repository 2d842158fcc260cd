using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Inventory;

/// <summary>Counts files and bytes by age.</summary>
internal sealed class AgeCounts
{
    private readonly long[] _files = new long[AgeHistogram.Bounds.Count + 1];
    private readonly long[] _bytes = new long[AgeHistogram.Bounds.Count + 1];

    public void Add(long ageSeconds, long files, long bytes)
    {
        var index = 0;
        while (index < AgeHistogram.Bounds.Count && ageSeconds > AgeHistogram.Bounds[index])
            index++;
        _files[index] += files;
        _bytes[index] += bytes;
    }

    public void Add(AgeCounts other)
    {
        for (var index = 0; index < _files.Length; index++)
        {
            _files[index] += other._files[index];
            _bytes[index] += other._bytes[index];
        }
    }

    public AgeHistogram ToHistogram() => new([.. _files], [.. _bytes]);
}
