using System.Collections.Concurrent;

namespace KvFleet.Operator.Exporters;

/// <summary>The newest word of every node's exporter. What is older than a bound is forgotten: it says nothing about now. Safe to use from any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="staleAfter">The bound.</param>
public sealed class ExporterBook(TimeProvider time, TimeSpan staleAfter)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, IReadOnlyList<AcceleratorReading> Readings)> _nodes = new(StringComparer.Ordinal);

    /// <summary>Takes a page's readings, and makes rates of counters.</summary>
    /// <param name="node">The node.</param>
    /// <param name="readings">What its exporter says.</param>
    /// <returns>Whether what is broken changed.</returns>
    public bool Accept(string node, IReadOnlyList<AcceleratorReading> readings)
    {
        var now = time.GetUtcNow();
        var before = Faults(node);
        var known = _nodes.GetValueOrDefault(node);
        _nodes[node] = (now, [.. readings.Select(reading => WithRate(reading, known.Readings?.FirstOrDefault(old => old.Id == reading.Id), now - known.At))]);
        return !before.SequenceEqual(Faults(node), StringComparer.Ordinal);
    }

    /// <summary>Forgets what is stale.</summary>
    /// <returns>The nodes of which something broken was forgotten.</returns>
    public IReadOnlyList<string> Expire()
    {
        var changed = new List<string>();
        foreach (var (node, entry) in _nodes)
        {
            if (time.GetUtcNow() - entry.At >= staleAfter && _nodes.TryRemove(KeyValuePair.Create(node, entry)) && entry.Readings.Any(static reading => reading.Faults.Count > 0))
                changed.Add(node);
        }

        return changed;
    }

    /// <summary>What is known of a node's accelerators; none if nothing, or only old news.</summary>
    /// <param name="node">The node.</param>
    public IReadOnlyList<AcceleratorReading> Of(string node) => _nodes.TryGetValue(node, out var entry) && time.GetUtcNow() - entry.At < staleAfter ? entry.Readings : [];

    /// <summary>What is broken on a node, with the accelerator's id.</summary>
    /// <param name="node">The node.</param>
    public IReadOnlyList<string> Faults(string node) => [.. Of(node).SelectMany(static reading => reading.Faults.Select(fault => $"{reading.Id}: {fault}"))];

    private static AcceleratorReading WithRate(AcceleratorReading reading, AcceleratorReading? before, TimeSpan passed)
    {
        // A counter that fell began anew: with the exporter, or the machine.
        return reading.LinkBytesPerSecond is null && reading.LinkBytesTotal is { } total && before?.LinkBytesTotal is { } old && total >= old && passed > TimeSpan.Zero
            ? reading with { LinkBytesPerSecond = (total - old) / passed.TotalSeconds }
            : reading;
    }
}
