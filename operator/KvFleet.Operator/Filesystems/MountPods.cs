using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;
using KvFleet.Operator.Specs;

namespace KvFleet.Operator.Filesystems;

/// <summary>Keeps one pod for each filesystem and node that shall mount it.</summary>
internal sealed partial class MountPods(IKubernetesClient client, IInformer<V1Pod> pods, OperatorNamespace @namespace, MountPodBuilder builder, ILogger<MountPods> logger)
{
    /// <summary>Makes what is missing and replaces what is outdated or has ended.</summary>
    /// <param name="plan">The nodes of each filesystem.</param>
    /// <param name="filesystems">The filesystems.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The pods' UIDs by filesystem and node, as far as they exist.</returns>
    public async Task<IReadOnlyDictionary<(string Filesystem, string Node), string>> EnsureAsync(
        FilesystemPlan plan, IReadOnlyDictionary<string, FilesystemPicture> filesystems, CancellationToken cancellationToken)
    {
        var existing = Existing().ToLookup(static pod => (pod.Filesystem, pod.Node));
        var uids = new Dictionary<(string Filesystem, string Node), string>();
        foreach (var (name, nodes) in plan.Nodes)
        {
            foreach (var node in nodes)
            {
                if (filesystems.GetValueOrDefault(name)?.Resolution.Filesystem is not { } resolved)
                {
                    // A spec that cannot be understood changes nothing.
                    if (existing[(name, node)].FirstOrDefault(static pod => !pod.Deleting) is { } kept)
                        uids[(name, node)] = kept.Uid;
                    continue;
                }

                var wanted = builder.Build(filesystems[name].Object, resolved, node);
                var there = existing[(name, node)].ToList();
                foreach (var old in there.Where(pod => !pod.Deleting && (pod.Ended || pod.Version != MountPodBuilder.VersionOf(wanted))))
                    await RemoveAsync(old, "it has ended, or its filesystem's spec has changed", cancellationToken);
                if (there.FirstOrDefault(pod => pod is { Deleting: false, Ended: false } && pod.Version == MountPodBuilder.VersionOf(wanted)) is { } good)
                    uids[(name, node)] = good.Uid;
                else if (there.Count == 0 && await CreateAsync(wanted, cancellationToken) is { } uid)
                    uids[(name, node)] = uid;
            }
        }

        return uids;
    }

    /// <summary>Removes pods of filesystems and nodes that are not in the plan.</summary>
    public async Task PruneAsync(FilesystemPlan plan, CancellationToken cancellationToken)
    {
        foreach (var pod in Existing().Where(pod => !pod.Deleting && plan.Nodes.GetValueOrDefault(pod.Filesystem)?.Contains(pod.Node, StringComparer.Ordinal) != true))
            await RemoveAsync(pod, "no pool of the node uses its filesystem", cancellationToken);
    }

    private IEnumerable<MountPod> Existing() => pods.Store.List().Select(pod => MountPod.Read(pod, @namespace.Value)).OfType<MountPod>();

    private async Task<string?> CreateAsync(V1Pod wanted, CancellationToken cancellationToken)
    {
        try
        {
            var made = await client.CreateAsync(wanted, cancellationToken);
            LogCreated(made.Metadata.Name!, MountPod.Read(made, @namespace.Value)?.Node ?? "?");
            return made.Metadata.Uid;
        }
        catch (KubernetesApiException exists) when (exists.IsAlreadyExists)
        {
            // The copy does not show it yet; the next run does.
            return null;
        }
    }

    private async Task RemoveAsync(MountPod pod, string why, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync<V1Pod>(pod.Name, @namespace.Value, new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = pod.Uid } }, cancellationToken);
            LogRemoved(pod.Name, pod.Node, why);
        }
        catch (KubernetesApiException error) when (error.IsConflict)
        {
            // Another pod has its name already.
        }
    }

    [LoggerMessage(2001, LogLevel.Information, "Created pod {Pod}, which mounts a shared filesystem on node {Node}")]
    private partial void LogCreated(string pod, string node);

    [LoggerMessage(2002, LogLevel.Information, "Removed pod {Pod} of node {Node}: {Why}")]
    private partial void LogRemoved(string pod, string node, string why);
}
