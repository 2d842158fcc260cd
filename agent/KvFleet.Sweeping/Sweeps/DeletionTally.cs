using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Deletion;

namespace KvFleet.Sweeping.Sweeps;

/// <summary>What was deleted since the start, by reason.</summary>
internal sealed class DeletionTally
{
    private readonly SortedDictionary<SweepReason, DeletionCounts> _counts = [];

    public void Add(SweepReason reason, in DeletionCounts counts)
    {
        if (counts.Files == 0 && counts.Spared == 0 && counts.Failed == 0)
            return;
        var sum = _counts.GetValueOrDefault(reason);
        sum.Add(counts);
        _counts[reason] = sum;
    }

    /// <summary>Starts over: a dry run tells of one round only, the next would find the same again.</summary>
    public void Clear() => _counts.Clear();

    public IReadOnlyList<DeletedFiles> ToReport() => [.. _counts.Select(entry => entry.Value.ToReport(entry.Key))];
}
