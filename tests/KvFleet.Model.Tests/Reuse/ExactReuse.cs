namespace KvFleet.Model.Tests.Reuse;

/// <summary>The exact recency order, kept as a list: slow and obviously right.</summary>
internal sealed class ExactReuse
{
    private readonly List<ulong> _order = [];
    private readonly List<int> _distances = [];

    public int Uses => _distances.Count;

    public void Observe(IReadOnlyList<ulong> keys)
    {
        _distances.AddRange(keys.Select(key => _order.IndexOf(key) is >= 0 and var index ? index + 1 : int.MaxValue));
        foreach (var key in keys.Reverse())
        {
            _order.Remove(key);
            _order.Insert(0, key);
        }
    }

    public double HitRatio(int blocks) => (double)_distances.Count(distance => distance <= blocks) / Uses;
}
