namespace KvFleet.Protocol.Store;

/// <summary>Texts of <c>name=value</c> lines that say what makes KV bytes interchangeable.</summary>
public static class Fingerprint
{
    private const int MaxDifferences = 16;

    /// <summary>Tells how one text differs from another.</summary>
    /// <param name="pool">The pool's.</param>
    /// <param name="client">A client's.</param>
    /// <returns>Null when they are equal; else the lines that differ, for people.</returns>
    public static string? Compare(string pool, string client)
    {
        if (string.Equals(pool, client, StringComparison.Ordinal))
            return null;
        var (ours, theirs) = (Parse(pool), Parse(client));
        var differences = ours.Keys.Union(theirs.Keys, StringComparer.Ordinal)
            .Where(name => ours.GetValueOrDefault(name) != theirs.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name}: the pool has {Show(ours, name)}, the client {Show(theirs, name)}")
            .ToList();
        return differences.Count == 0
            ? "the same lines in another order: sort them by name"
            : string.Join("; ", differences.Take(MaxDifferences)) + (differences.Count > MaxDifferences ? $"; and {differences.Count - MaxDifferences} more" : "");
    }

    private static Dictionary<string, string> Parse(string text)
    {
        Dictionary<string, string> lines = new(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            lines[at < 0 ? line : line[..at]] = at < 0 ? "" : line[(at + 1)..];
        }

        return lines;
    }

    private static string Show(Dictionary<string, string> lines, string name) => lines.TryGetValue(name, out var value) ? $"'{value}'" : "none";
}
