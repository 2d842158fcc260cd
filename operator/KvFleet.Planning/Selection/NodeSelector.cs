namespace KvFleet.Planning.Selection;

/// <summary>Which nodes a pool may use: all labels AND all expressions must match.</summary>
/// <param name="MatchLabels">Labels that must have exactly these values.</param>
/// <param name="MatchExpressions">Further conditions.</param>
public sealed record NodeSelector(IReadOnlyDictionary<string, string> MatchLabels, IReadOnlyList<NodeSelectorRequirement> MatchExpressions)
{
    /// <summary>The selector without conditions: every node.</summary>
    public static NodeSelector All { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal), []);

    /// <summary>A selector by labels alone.</summary>
    /// <param name="labels">Labels that must have exactly these values.</param>
    public static NodeSelector ByLabels(params (string Key, string Value)[] labels)
        => new(labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal), []);

    /// <summary>Whether a node with <paramref name="labels"/> is selected.</summary>
    /// <param name="labels">A node's labels.</param>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (key, wanted) in MatchLabels)
        {
            if (!labels.TryGetValue(key, out var value) || !string.Equals(value, wanted, StringComparison.Ordinal))
            {
                return false;
            }
        }

        foreach (var requirement in MatchExpressions)
        {
            if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }
}
