using System.Globalization;

namespace KvFleet.Kubernetes.Contract.Tests.Replicas;

/// <summary>A piece of work: by whom, what, and when it began on the machine's monotonic clock.</summary>
internal sealed record WorkRecord(string By, string Kind, long Began)
{
    public static IEnumerable<WorkRecord> Read(string path, string by)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        // The last line may be half written.
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            yield return new WorkRecord(by, parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));
        }
    }

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
