using KvFleet.Api;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Hosting;

/// <summary>Cuts away what the operator never reads, before it is stored.</summary>
internal static class InformerTrims
{
    /// <summary>Other people's annotations on nodes can be long.</summary>
    public static V1Node Trim(V1Node node)
    {
        node.Metadata.Annotations = Ours(node.Metadata.Annotations);
        return node;
    }

    /// <summary>Of a namespace only the cap is read.</summary>
    public static V1Namespace Trim(V1Namespace space)
    {
        space.Metadata.Annotations = Ours(space.Metadata.Annotations);
        space.Metadata.Labels = null;
        space.Status = null;
        return space;
    }

    /// <summary>Secrets are followed to notice changes; their contents are read when needed and never kept.</summary>
    public static V1Secret Trim(V1Secret secret)
    {
        secret.Data = null;
        return secret;
    }

    private static Dictionary<string, string>? Ours(IDictionary<string, string>? annotations) =>
        annotations?.Where(static pair => pair.Key.StartsWith(ApiGroup.Name + "/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal) is { Count: > 0 } ours ? ours : null;
}
