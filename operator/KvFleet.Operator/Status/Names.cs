namespace KvFleet.Operator.Status;

/// <summary>Lists for messages: a few names, then a number.</summary>
internal static class Names
{
    private const int Most = 3;

    /// <summary><c>a, b, c and 4 more</c>.</summary>
    /// <param name="names">The names, in the order to show.</param>
    public static string Few(IReadOnlyCollection<string> names) =>
        names.Count <= Most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(Most))} and {names.Count - Most} more";

    /// <summary><c>1 node</c>, <c>2 nodes</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">What, in the singular.</param>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
