namespace KvFleet.Model.Catalog;

/// <summary>Finds names that resemble a mistyped one.</summary>
internal static class NameDistance
{
    /// <summary>What is longer is not compared, so that a huge input costs nothing; catalog names are no longer.</summary>
    private const int MaxLength = CatalogReader.MaxName;

    /// <summary>The nearest names; a name is near when at most a third of it (and at least 3 characters may) differ, or when it ends in the same words.</summary>
    /// <param name="wanted">The mistyped name.</param>
    /// <param name="known">The known names.</param>
    /// <param name="most">How many to return at most.</param>
    public static IReadOnlyList<string> Nearest(string wanted, IEnumerable<string> known, int most)
    {
        if (wanted.Length is 0 or > MaxLength)
        {
            return [];
        }

        var limit = Math.Max(3, wanted.Length / 3);
        return [.. known
            .Select(name => (Name: name, Distance: Best(wanted, name)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase)
            .Take(most)
            .Select(candidate => candidate.Name)];
    }

    /// <summary>People leave the organisation out or give another one: compare with and without it.</summary>
    private static int Best(string wanted, string name)
        => Math.Min(Levenshtein(wanted, name), Levenshtein(Tail(wanted), Tail(name)) + (wanted.Contains('/', StringComparison.Ordinal) ? 1 : 0));

    private static string Tail(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static int Levenshtein(string left, string right)
    {
        Span<int> row = stackalloc int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(left[line - 1]) == char.ToLowerInvariant(right[column - 1]) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(replaced, Math.Min(row[column], row[column - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
