using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Specs;

/// <summary>Pods for exactly one node.</summary>
internal static class OneNode
{
    /// <summary>By the node's name as a field, not by a label that others could set: and through the scheduler, so that it checks room, quota and taints.</summary>
    /// <param name="node">Its name.</param>
    public static V1Affinity Affinity(string node) => new()
    {
        NodeAffinity = new V1NodeAffinity
        {
            RequiredDuringSchedulingIgnoredDuringExecution = new V1NodeSelector
            {
                NodeSelectorTerms = [new V1NodeSelectorTerm { MatchFields = [new V1NodeSelectorRequirement { Key = "metadata.name", OperatorProperty = "In", Values = [node] }] }],
            },
        },
    };
}
