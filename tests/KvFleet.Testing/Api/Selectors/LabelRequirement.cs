using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KvFleet.Testing;

/// <summary>One requirement of a label selector.</summary>
internal sealed partial record LabelRequirement(string Key, string Operator, string[] Values)
{
    public static LabelRequirement[] Parse(string selector) =>
        [.. Term().Matches(selector).Select(m => m.Value.Trim()).Where(t => t.Length > 0).Select(One)];

    public bool Matches(JsonObject? labels)
    {
        var value = labels?[Key]?.GetValue<string>();
        return Operator switch
        {
            "exists" => value is not null,
            "!" => value is null,
            "in" => value is not null && Values.Contains(value),
            // An absent label is not in any set.
            _ => value is null || !Values.Contains(value),
        };
    }

    private static LabelRequirement One(string term)
    {
        if (SetTerm().Match(term) is { Success: true } set)
            return new LabelRequirement(set.Groups["key"].Value, set.Groups["op"].Value, set.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries));
        if (term.Split("!=", 2) is [var differentKey, var different])
            return new LabelRequirement(differentKey.Trim(), "notin", [different.Trim()]);
        if (term.Replace("==", "=", StringComparison.Ordinal).Split('=', 2) is [var key, var value])
            return new LabelRequirement(key.Trim(), "in", [value.Trim()]);
        var (name, op) = term[0] == '!' ? (term[1..].Trim(), "!") : (term, "exists");
        return LabelKey().IsMatch(name) ? new LabelRequirement(name, op, []) : throw FakeStatusException.BadRequest($"unable to parse requirement: {term}");
    }

    [GeneratedRegex("^[A-Za-z0-9._/-]+$", RegexOptions.None, 1000)]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"[^,(]+(\([^)]*\))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Term();

    [GeneratedRegex(@"^(?<key>\S+)\s+(?<op>in|notin)\s*\((?<values>[^)]*)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SetTerm();
}
