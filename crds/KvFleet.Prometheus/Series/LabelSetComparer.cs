namespace KvFleet.Prometheus;

/// <summary>
/// Finds the series of a measurement without allocating: the tags on the stack are compared with the stored set
/// directly. Order does not matter: two call sites that list the same tags differently mean the same series.
/// </summary>
internal sealed class LabelSetComparer
    : IEqualityComparer<LabelSet>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, LabelSet>
{
    public static readonly LabelSetComparer Instance = new();

    public LabelSet Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => LabelSet.From(alternate);

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, LabelSet other)
    {
        if (alternate.Length != other.Tags.Length)
            return false;

        foreach (ref readonly var tag in alternate)
        {
            if (!Contains(other.Tags, tag.Key, LabelValue.ToText(tag.Value)))
                return false;
        }

        return true;
    }

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
    {
        var hash = 0;
        foreach (ref readonly var tag in alternate)
            hash += HashOf(tag.Key, LabelValue.ToText(tag.Value));
        return hash;
    }

    public bool Equals(LabelSet? x, LabelSet? y)
    {
        if (ReferenceEquals(x, y))
            return true;
        if (x is null || y is null || x.Tags.Length != y.Tags.Length)
            return false;

        foreach (var (key, value) in x.Tags)
        {
            if (!Contains(y.Tags, key, value))
                return false;
        }

        return true;
    }

    public int GetHashCode(LabelSet obj)
    {
        var hash = 0;
        foreach (var (key, value) in obj.Tags)
            hash += HashOf(key, value);
        return hash;
    }

    private static bool Contains(KeyValuePair<string, string>[] tags, string key, string value)
    {
        foreach (var tag in tags)
        {
            if (string.Equals(tag.Key, key, StringComparison.Ordinal) && string.Equals(tag.Value, value, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // A sum over the tags, so that it does not depend on their order.
    private static int HashOf(string key, string value) =>
        HashCode.Combine(key.GetHashCode(StringComparison.Ordinal), value.GetHashCode(StringComparison.Ordinal));
}
