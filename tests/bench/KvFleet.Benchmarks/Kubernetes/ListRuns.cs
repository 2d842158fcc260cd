namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>Figures of several runs, by what was run.</summary>
internal sealed class ListRuns
{
    /// <summary>How many objects are listed.</summary>
    internal const int Pods = 10_000;

    private readonly Dictionary<string, List<IReadOnlyDictionary<string, double>>> _runs = new(StringComparer.Ordinal);

    /// <summary>Runs a task in a process of its own.</summary>
    internal async Task AddAsync(string task, CannedApiServer server, CancellationToken cancellationToken, string? name = null)
    {
        var figures = await InformerProcess.MeasureAsync(task, server.Uri, oneCore: false, cancellationToken);
        if ((int)figures["objects"] != Pods)
            throw new InvalidOperationException($"{task} found {figures["objects"]} objects instead of {Pods}.");
        name ??= task;
        if (!_runs.TryGetValue(name, out var runs))
            _runs[name] = runs = [];
        runs.Add(figures);
    }

    /// <summary>The median of a figure.</summary>
    internal double Median(string name, string figure) => Benchmarks.Median.Of(_runs[name].Select(r => r[figure]));
}
