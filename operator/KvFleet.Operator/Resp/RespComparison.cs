using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Resp;

/// <summary>Whether what is stored says the same already, so that nothing has to be written. Pure.</summary>
internal static class RespComparison
{
    public static bool Same(V1Service? stored, V1Service wanted) =>
        stored?.Spec is { } spec
        && (wanted.Spec!.ClusterIP is null || spec.ClusterIP == wanted.Spec.ClusterIP)
        && spec.InternalTrafficPolicy is var policy && (wanted.Spec.InternalTrafficPolicy is null || policy == wanted.Spec.InternalTrafficPolicy)
        && (spec.Ports ?? []).Select(Key).SequenceEqual((wanted.Spec.Ports ?? []).Select(Key));

    public static bool Same(V1Endpoints? stored, V1Endpoints wanted) =>
        stored is not null && (stored.Subsets ?? []).SelectMany(Keys).Order(StringComparer.Ordinal).SequenceEqual((wanted.Subsets ?? []).SelectMany(Keys).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static (string?, int, string) Key(V1ServicePort port) => (port.Name, port.Port, port.TargetPort?.ToString() ?? "");

    private static IEnumerable<string> Keys(V1EndpointSubset subset) =>
        from address in subset.Addresses ?? []
        from port in subset.Ports ?? []
        select $"{address.Ip}/{address.NodeName}/{port.Name}/{port.Port}";
}
