using KvFleet.Api;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Inventory;

/// <summary>
/// Knows which node has an agent pod, and since when one has been missing. The time counts from when this process first saw the gap: after a failover every node gets its full grace again,
/// because giving up memory too late costs less than giving it up wrongly. Used by one thread at a time.
/// </summary>
/// <param name="reports">What agents say.</param>
/// <param name="time">The clock.</param>
public sealed class AgentDirectory(ReportStore reports, TimeProvider time)
{
    private readonly Dictionary<string, (bool Present, DateTimeOffset Since)> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _silentSince = new(StringComparer.Ordinal);

    /// <summary>Whether a pod is one of our agents.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="namespace">The operator's namespace; labels elsewhere mean nothing.</param>
    public static bool IsAgent(V1Pod pod, string @namespace) =>
        pod.Namespace() == @namespace && PodTrimming.IsOurs(pod) && pod.GetLabel(WellKnownLabels.Component) == ComponentNames.Agent;

    /// <summary>The agent of every node, as of now.</summary>
    /// <param name="agentPods">The agent pods.</param>
    /// <param name="nodes">The names of all nodes.</param>
    public IReadOnlyDictionary<string, AgentPresence> Look(IEnumerable<V1Pod> agentPods, IEnumerable<string> nodes)
    {
        var now = time.GetUtcNow();
        var byNode = agentPods.Where(pod => pod.Spec?.NodeName is { Length: > 0 } && pod.Status?.Phase is not ("Failed" or "Succeeded"))
            .GroupBy(pod => pod.Spec!.NodeName!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, Newest, StringComparer.Ordinal);
        var found = new Dictionary<string, AgentPresence>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var pod = byNode.GetValueOrDefault(node);
            if (!_seen.TryGetValue(node, out var seen) || seen.Present == (pod is null))
                _seen[node] = seen = (pod is not null, now);
            var state = pod is null ? null : reports.Get(node);
            var presence = new AgentPresence(pod?.Name(), state?.PodName == pod?.Name() ? state : null, seen.Since);
            found[node] = presence with { SilentSince = SilentSince(node, presence, now) };
        }

        foreach (var gone in _seen.Keys.Where(node => !found.ContainsKey(node)).ToList())
        {
            _seen.Remove(gone);
            _silentSince.Remove(gone);
        }

        return found;
    }

    private DateTimeOffset? SilentSince(string node, AgentPresence presence, DateTimeOffset now)
    {
        if (presence.Works)
        {
            _silentSince.Remove(node);
            return null;
        }

        if (!_silentSince.TryGetValue(node, out var since))
            _silentSince[node] = since = now;
        return since;
    }

    // While an update replaces an agent, the old pod may still be ending.
    private static V1Pod Newest(IEnumerable<V1Pod> pods) => pods.OrderBy(pod => pod.IsDeleting()).ThenByDescending(pod => pod.Metadata.CreationTimestamp).First();
}
