using System.Globalization;

namespace KvFleet.Testing;

/// <summary>One replica of the test operator, as a process.</summary>
public sealed class ReplicaProcess : IDisposable
{
    private readonly LocalProcess _process;
    private readonly string _records;

    /// <summary>Starts one.</summary>
    /// <param name="identity">Its name in the lease.</param>
    /// <param name="folder">Where it leaves its records.</param>
    /// <param name="kubeConfig">Path of a kubeconfig.</param>
    /// <param name="namespace">Where lease and work are.</param>
    /// <param name="times">The times of the election.</param>
    public ReplicaProcess(string identity, string folder, string kubeConfig, string @namespace, LeaseTimes times)
    {
        Identity = identity;
        _records = Path.Combine(folder, identity + ".records");
        _process = LocalProcess.Start(
            Path.Combine(folder, identity + ".log"),
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "KvFleet.TestOperator.dll"), identity, @namespace, _records, Text(times.Lease), Text(times.Renew), Text(times.Retry)],
            new Dictionary<string, string> { ["KUBECONFIG"] = kubeConfig });
    }

    /// <summary>Its name in the lease.</summary>
    public string Identity { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it wrote, for messages.</summary>
    public string LogTail => _process.LogTail;

    /// <summary>All that it has done so far.</summary>
    public IReadOnlyList<WorkRecord> Records => [.. RecordFile.Read(_records).Select(parts => WorkRecord.Of(parts, Identity))];

    /// <summary>What its log says of the election.</summary>
    public IReadOnlyList<ElectionRecord> Election => [.. RecordFile.Read(_records + ".election").Select(ElectionRecord.Of)];

    /// <summary>Kills it as <c>kill -9</c> does, and waits for its end.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Stops it where it is (SIGSTOP).</summary>
    public void Stop() => _process.Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Continue() => _process.Signal("CONT");

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
