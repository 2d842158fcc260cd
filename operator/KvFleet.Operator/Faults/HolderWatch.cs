using KvFleet.Operator.Inventory;

namespace KvFleet.Operator.Faults;

/// <summary>
/// Notices holders that go without the operator's doing: each look is compared with the one before. A pod that was gone before this process started is not noticed as a loss, only replaced.
/// Safe to use from any thread.
/// </summary>
public sealed class HolderWatch
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _ourDoing = new(StringComparer.Ordinal);
    private Dictionary<string, HolderPod> _before = new(StringComparer.Ordinal);

    /// <summary>The operator is about to delete this pod: its end is no loss.</summary>
    /// <param name="uid">The pod's UID.</param>
    public void Expect(string uid)
    {
        lock (_lock)
            _ourDoing.Add(uid);
    }

    /// <summary>Takes a look.</summary>
    /// <param name="now">All holder pods there are.</param>
    /// <returns>What was lost since the last look; each loss is told once.</returns>
    public IReadOnlyList<HolderLoss> Look(IEnumerable<HolderPod> now)
    {
        using var entered = _lock.EnterScope();
        var present = now.DistinctBy(pod => pod.Uid, StringComparer.Ordinal).ToDictionary(pod => pod.Uid, StringComparer.Ordinal);
        var losses = new List<HolderLoss>();
        foreach (var (uid, pod) in present)
        {
            var before = _before.GetValueOrDefault(uid);
            if (before is not null && pod.Restarts > before.Restarts && pod.LastExitReason == "OOMKilled")
                losses.Add(HolderLoss.OutOfMemory(pod));
            if (Leaving(pod) && before is not null && !Leaving(before) && !_ourDoing.Contains(uid))
                losses.Add(HolderLoss.Of(pod));
        }

        // Gone between two looks, without having been seen on the way out.
        losses.AddRange(_before.Values.Where(pod => !present.ContainsKey(pod.Uid) && !Leaving(pod) && !_ourDoing.Contains(pod.Uid)).Select(HolderLoss.Of));
        _ourDoing.RemoveWhere(uid => !present.ContainsKey(uid) && _before.ContainsKey(uid));
        _before = present;
        return losses;
    }

    private static bool Leaving(HolderPod pod) => pod.Deleting || pod.Ended;
}
