using System.Globalization;

namespace KvFleet.Planning.Selection;

/// <summary>One condition on a node's labels, with the meaning that Kubernetes gives to <c>nodeSelectorTerms[].matchExpressions[]</c>.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Values">The values: at least one for In and NotIn, none for Exists and DoesNotExist, exactly one integer for Gt and Lt.</param>
public sealed record NodeSelectorRequirement(string Key, SelectorOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether a node with <paramref name="labels"/> meets the condition. A malformed Gt or Lt (no integer) matches nothing, as in the scheduler.</summary>
    /// <param name="labels">A node's labels.</param>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var present = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            SelectorOperator.In => present && Contains(value!),
            SelectorOperator.NotIn => !present || !Contains(value!),
            SelectorOperator.Exists => present,
            SelectorOperator.DoesNotExist => !present,
            SelectorOperator.Gt => present && Compare(value!) is > 0,
            SelectorOperator.Lt => present && Compare(value!) is < 0,
            _ => false,
        };
    }

    private bool Contains(string value)
    {
        foreach (var candidate in Values)
        {
            if (string.Equals(candidate, value, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private int? Compare(string value)
        => Values.Count == 1
            && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var label)
            && long.TryParse(Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound)
                ? label.CompareTo(bound)
                : null;
}
