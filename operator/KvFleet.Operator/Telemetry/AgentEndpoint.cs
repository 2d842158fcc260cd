using System.Net;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Telemetry;

/// <summary>An agent pod that can be asked.</summary>
/// <param name="PodUid">The pod.</param>
/// <param name="PodName">Its name.</param>
/// <param name="Node">Its node.</param>
/// <param name="Address">Its address.</param>
public sealed record AgentEndpoint(string PodUid, string PodName, string Node, IPAddress Address)
{
    /// <summary>The endpoint of an agent pod; null while it has no node or address, or has ended.</summary>
    /// <param name="pod">The pod.</param>
    public static AgentEndpoint? Of(V1Pod pod) =>
        pod.Status?.Phase is not ("Failed" or "Succeeded") && pod.Spec?.NodeName is { Length: > 0 } node && IPAddress.TryParse(pod.Status?.PodIP, out var address)
            ? new AgentEndpoint(pod.Uid(), pod.Name(), node, address)
            : null;
}
