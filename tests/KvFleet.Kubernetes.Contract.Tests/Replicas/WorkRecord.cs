using System.Globalization;

namespace KvFleet.Kubernetes.Contract.Tests.Replicas;

/// <summary>A piece of work: by whom, what, and when it began on the machine's monotonic clock.</summary>
internal sealed record WorkRecord(string By, string Kind, long Began)
{
    public static WorkRecord Of(string[] parts, string by) => new(by, parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));

    /// <summary>Who worked, in order; the same name twice means that another one came between.</summary>
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
