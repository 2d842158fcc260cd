using System.Globalization;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Contract.Tests.Replicas;

/// <summary>One replica of the test operator, as a process.</summary>
internal sealed class ReplicaProcess : IDisposable
{
    private readonly LocalProcess _process;
    private readonly string _records;

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

    public string Identity { get; }

    public bool HasExited => _process.HasExited;

    public string LogTail => _process.LogTail;

    /// <summary>All that it has done so far.</summary>
    public IReadOnlyList<WorkRecord> Records => [.. RecordFile.Read(_records).Select(parts => WorkRecord.Of(parts, Identity))];

    /// <summary>What its log says of the election.</summary>
    public IReadOnlyList<ElectionRecord> Election => [.. RecordFile.Read(_records + ".election").Select(ElectionRecord.Of)];

    public Task KillAsync() => _process.KillAsync();

    public void Stop() => _process.Signal("STOP");

    public void Continue() => _process.Signal("CONT");

    public void Dispose() => _process.Dispose();

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
