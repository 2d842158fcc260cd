using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Specs;

/// <summary>Makes KVCacheNodes. Pure.</summary>
public static class KVCacheNodeBuilder
{
    /// <summary>The whole intent for a node's object: owned by its Node, so that it goes with it.</summary>
    /// <param name="node">The Node.</param>
    /// <param name="spec">What its agent has to hold.</param>
    public static V1Alpha1KVCacheNode Build(V1Node node, KVCacheNodeSpec spec) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = node.Name(),
            Labels = SpecLabels.For(ComponentNames.Agent),
            OwnerReferences = [Owner(node)],
        },
        Spec = spec,
    };

    private static V1OwnerReference Owner(V1Node node) => new() { ApiVersion = "v1", Kind = "Node", Name = node.Name(), Uid = node.Uid() };
}
