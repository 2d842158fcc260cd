using System.Globalization;

namespace KvFleet.Testing;

/// <summary>A piece of work.</summary>
/// <param name="By">Who did it.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Began">When it began, on the machine's monotonic clock.</param>
public sealed record WorkRecord(string By, string Kind, long Began)
{
    internal static WorkRecord Of(string[] parts, string by) => new(by, parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));

    /// <summary>Who worked, in order; the same name twice means that another one came between.</summary>
    /// <param name="records">The work of all.</param>
    public static string Turns(IEnumerable<WorkRecord> records)
    {
        var turns = new List<string>();
        foreach (var record in records.OrderBy(r => r.Began))
        {
            if (turns.Count == 0 || turns[^1] != record.By)
                turns.Add(record.By);
        }

        return string.Join(' ', turns);
    }
}
