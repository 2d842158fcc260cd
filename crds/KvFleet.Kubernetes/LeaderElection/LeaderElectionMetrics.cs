using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.LeaderElection;

/// <summary><c>leader_election_master_status{name}</c>: 1 on the leader, 0 elsewhere. The name is client-go's.</summary>
public sealed class LeaderElectionMetrics
{
    private readonly Gauge<int> _master;

    /// <summary>Creates the instrument.</summary>
    /// <param name="factory">The application's meter factory.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = KubernetesMeter.OwnedByFactory)]
    public LeaderElectionMetrics(IMeterFactory factory) =>
        _master = KubernetesMeter.From(factory).CreateGauge<int>(
            "leader_election_master_status",
            description: "Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master. 'name' is the string used to identify the lease.");

    internal void Set(string lease, bool leading) => _master.Record(leading ? 1 : 0, new KeyValuePair<string, object?>("name", lease));
}
