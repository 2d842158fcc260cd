using System.Text.Json;
using KvFleet.Api;
using KvFleet.Api.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Informers;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Specs;

namespace KvFleet.Operator.Filesystems;

/// <summary>Tells nodes what they shall have of shared filesystems, in their KVCacheNode. That part of its spec has a field manager of its own, so that the plan of memory and this one never wait for each other.</summary>
internal sealed class NodeFilesystems(IKubernetesClient client, IInformer<V1Alpha1KVCacheNode> objects)
{
    /// <summary>The field manager.</summary>
    public const string FieldManager = "kvfleet-filesystems";

    /// <summary>Tells one node, if it was not told already.</summary>
    /// <param name="node">The node.</param>
    /// <param name="spec">What it shall have.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task TellAsync(NodePicture node, KVCacheNodeSpec spec, CancellationToken cancellationToken)
    {
        var stored = objects.Store.Get(node.Name);
        if (stored is null ? spec is { Filesystems: null, SharedRefusals: null } : Same(stored.Spec, spec))
            return;
        await client.ApplyAsync(KVCacheNodeBuilder.Build(node.Node, spec), FieldManager, cancellationToken: cancellationToken);
    }

    private static bool Same(KVCacheNodeSpec stored, KVCacheNodeSpec wanted) =>
        Bytes(stored.Filesystems, stored.SharedRefusals).AsSpan().SequenceEqual(Bytes(wanted.Filesystems, wanted.SharedRefusals));

    private static byte[] Bytes(List<NodeFilesystem>? filesystems, List<NodeSharedRefusal>? refusals) =>
        JsonSerializer.SerializeToUtf8Bytes(new KVCacheNodeSpec { Filesystems = filesystems, SharedRefusals = refusals }, KvFleetJsonContext.Default.KVCacheNodeSpec);
}
