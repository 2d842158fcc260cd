namespace KvFleet.Model.Reuse;

/// <summary>
/// Which keys are followed. The share falls when memory is full and rises when keys were forgotten. After a rise, keys that were used before it are known at the old share only: until they are
/// forgotten, distances weigh them so, and only keys of the old share are counted.
/// </summary>
internal sealed class SamplingRate(double most)
{
    private ulong _followBelow = Bound(most);
    private ulong _countBelow = Bound(most);
    private int _raisedAt;

    /// <summary>The share of keys followed.</summary>
    public double Share => ShareOf(_followBelow);

    /// <summary>How many uses a counted one stands for.</summary>
    public double CountWeight => 1 / ShareOf(_countBelow);

    /// <summary>Whether keys of an older share are still there.</summary>
    public bool IsRising => _countBelow != _followBelow;

    public bool Follows(ulong hash) => hash <= _followBelow;

    public bool Counts(ulong hash) => hash <= _countBelow;

    /// <summary>Different keys used after a slot.</summary>
    public double Distinct(RecencySlots slots, int slot)
    {
        if (!IsRising || slot >= _raisedAt)
        {
            return slots.After(slot) / Share;
        }

        var since = slots.After(_raisedAt - 1);
        return (since / Share) + ((slots.After(slot) - since) / ShareOf(_countBelow));
    }

    /// <summary>Lowers the share by a factor.</summary>
    public void Lower(double factor)
    {
        _followBelow = (ulong)(_followBelow * factor);
        _countBelow = Math.Min(_countBelow, _followBelow);
    }

    /// <summary>Doubles the share, up to the most allowed, from a slot on.</summary>
    public void Raise(int slot)
    {
        var raised = _followBelow > Bound(most) / 2 ? Bound(most) : _followBelow * 2;
        if (raised != _followBelow)
        {
            (_countBelow, _followBelow, _raisedAt) = (_followBelow, raised, slot);
        }
    }

    /// <summary>Ends a rise once no key is left from before it.</summary>
    public void Forgot(int before) => _countBelow = before >= _raisedAt ? _followBelow : _countBelow;

    /// <summary>Slots were renumbered.</summary>
    public void Renumber(Func<int, int> slot) => _raisedAt = slot(_raisedAt);

    private static ulong Bound(double share) => share >= 1 ? ulong.MaxValue : (ulong)(share * ulong.MaxValue);

    private static double ShareOf(ulong bound) => (bound + 1.0) / 18446744073709551616.0;
}
