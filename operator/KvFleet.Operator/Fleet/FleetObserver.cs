using KvFleet.Api;
using KvFleet.Api.Validation;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Model.Catalog;
using KvFleet.Operator.Exporters;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Options;
using KvFleet.Planning;

namespace KvFleet.Operator.Fleet;

/// <summary>Draws the picture of the fleet from the local copies and the agents' words. Used by one thread at a time.</summary>
/// <param name="sources">The local copies.</param>
/// <param name="options">Settings of planning.</param>
/// <param name="agents">Who has an agent.</param>
/// <param name="classes">Accelerator classes.</param>
/// <param name="recent">Own writes that the copies may not show yet.</param>
/// <param name="catalog">Models known by name.</param>
/// <param name="exporters">What exporters say.</param>
/// <param name="namespace">The operator's namespace.</param>
/// <param name="time">The clock.</param>
public sealed class FleetObserver(
    FleetSources sources, PlanningOptions options, AgentDirectory agents, ClassBook classes, Recent recent, ModelCatalog catalog, ExporterBook exporters, string @namespace, TimeProvider time)
{
    private readonly NodeObserver _nodes = new(options, classes);

    /// <summary>What is there now.</summary>
    public FleetObservation Observe()
    {
        var now = time.GetUtcNow();
        var pods = sources.Pods.List();
        var nodes = sources.Nodes.List().Where(IsLinux).OrderBy(node => node.Name(), StringComparer.Ordinal).ToList();
        var holders = recent.Complete([.. pods.Select(HolderPodReader.Read).OfType<HolderPod>()]);
        var holdersByNode = holders.ToLookup(holder => holder.Node, StringComparer.Ordinal);
        var others = OtherRequests(pods, holders.Select(holder => holder.Uid).ToHashSet(StringComparer.Ordinal));
        var presence = agents.Look(pods.Where(pod => AgentDirectory.IsAgent(pod, @namespace)), nodes.Select(node => node.Name()));
        classes.Keep(nodes.Select(node => node.Uid()).ToHashSet(StringComparer.Ordinal));
        var (mode, modeProblem) = FleetModeReader.Read(sources.ConfigMaps.Get(OperatorNames.ConfigMap, @namespace));
        var known = nodes.Select(node => node.Name()).ToHashSet(StringComparer.Ordinal);
        var (caps, unreadable) = Caps();
        return new FleetObservation
        {
            At = now,
            Mode = mode,
            ModeProblem = modeProblem,
            Nodes =
            [
                .. nodes.Select(node => _nodes.Observe(
                    node, recent.Newer(sources.CacheNodes.Get(node.Name()), node.Name()), others.GetValueOrDefault(node.Name()), [.. holdersByNode[node.Name()]], presence[node.Name()], exporters.Faults(node.Name()), now)),
            ],
            Pools = [.. sources.Pools.List().Select(pool => Pool(pool)).OrderBy(pool => pool.Key)],
            NamespaceCaps = caps,
            UnreadableCaps = unreadable,
            Holders = holders,
            Stranded = [.. holders.Where(holder => !known.Contains(holder.Node))],
        };
    }

    private PoolPicture Pool(Api.Pools.V1Alpha1KVCachePool pool) => new()
    {
        Pool = pool,
        Key = new PoolKey(pool.Namespace() ?? "", pool.Name()),
        Resolution = PoolValidator.Resolve(pool.Spec, catalog),
    };

    // A node that does not say its system yet is taken for Linux: it says so within seconds.
    private static bool IsLinux(V1Node node) => node.GetLabel("kubernetes.io/os") is null or "linux";

    private static Dictionary<string, NodeMemory> OtherRequests(IReadOnlyCollection<V1Pod> pods, HashSet<string> holders)
    {
        var sums = new Dictionary<string, NodeMemory>(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            // A preemptor that waits for its victims already owns their room.
            var node = pod.Spec?.NodeName is { Length: > 0 } bound ? bound : pod.Status?.NominatedNodeName;
            if (string.IsNullOrEmpty(node) || pod.Status?.Phase is "Failed" or "Succeeded" || holders.Contains(pod.Uid()))
                continue;
            var requests = PodRequests.Effective(pod.Spec);
            var sum = sums.GetValueOrDefault(node);
            sums[node] = new NodeMemory(sum.Regular + requests.Regular, sum.HugePages2Mi + requests.HugePages2Mi, sum.HugePages1Gi + requests.HugePages1Gi);
        }

        return sums;
    }

    // An admin meant to limit: a cap that cannot be read must mean neither "no limit" nor "nothing".
    private (Dictionary<string, long> Caps, List<string> Unreadable) Caps()
    {
        var unreadable = new List<string>();
        var caps = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var space in sources.Namespaces.List())
        {
            if (space.GetAnnotation(WellKnownAnnotations.HostMemoryCap) is not { } text)
                continue;
            if (ResourceQuantity.TryParse(text, out var quantity) && quantity.ToInt64() >= 0)
                caps[space.Name()] = quantity.ToInt64();
            else
                unreadable.Add(space.Name());
        }

        return (caps, unreadable);
    }
}
