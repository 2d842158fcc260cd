using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;
using KvFleet.Operator.Security;
using KvFleet.Operator.Specs;
using Microsoft.Extensions.Options;

namespace KvFleet.Operator.Controllers;

/// <summary>Keeps the agents' certificates and their DaemonSet as they should be. It removes nothing: what it did not make is not its business. Permissions are a Role, not a ClusterRole: all of it lies in the operator's namespace.</summary>
internal sealed partial class AgentsController(
    IKubernetesClient client,
    IInformer<V1DaemonSet> daemonSets,
    CertificateKeeper certificates,
    AgentTrust trust,
    IOptions<OperatorOptions> options,
    OperatorNamespace @namespace,
    ILogger<AgentsController> logger) : IKeyController
{
    /// <summary>The one key.</summary>
    public static readonly ObjectKey Key = new(null, "agents");

    /// <summary>The field manager of the DaemonSet.</summary>
    public const string FieldManager = "kvfleet-agents";

    // A renewal far away is looked for from time to time anyway: clocks change, and timers have a longest span.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);

    private string? _appliedVersion;

    /// <inheritdoc/>
    public async Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var (authorities, lookAgain) = await certificates.EnsureAsync(cancellationToken);
        trust.Trust(authorities);
        await ApplyAsync(cancellationToken);
        return ReconciliationResult.Success(lookAgain < LongestWait ? lookAgain : LongestWait);
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var stored = daemonSets.Store.Get(AgentDaemonSetBuilder.Name, @namespace.Value);
        if (stored is not null && Version(stored) == _appliedVersion)
            return;
        var wanted = AgentDaemonSetBuilder.Build(options.Value.Agent, @namespace.Value);
        var applied = await client.ApplyAsync(wanted, FieldManager, cancellationToken: cancellationToken);
        if (stored is null || Version(stored) != Version(applied))
            LogApplied(applied.Metadata.Generation ?? 0);
        _appliedVersion = Version(applied);
    }

    // The generation moves with the specification only: the status of a DaemonSet changes with every pod.
    private static string Version(V1DaemonSet set) =>
        $"{set.Uid()}/{set.Metadata.Generation}/{string.Join(',', (set.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(label => label.Key, StringComparer.Ordinal))}";

    [LoggerMessage(1301, LogLevel.Information, "Applied the agents' DaemonSet (generation {Generation})")]
    private partial void LogApplied(long generation);
}
