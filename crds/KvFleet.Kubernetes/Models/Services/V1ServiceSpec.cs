namespace KvFleet.Kubernetes.Models;

/// <summary>What a Service is.</summary>
[PartialModel]
public sealed class V1ServiceSpec
{
    /// <summary><c>None</c> for a headless Service, whose name stands for the addresses themselves; otherwise the server chooses one.</summary>
    public string? ClusterIP { get; set; }

    /// <summary><c>ClusterIP</c>, <c>NodePort</c>, <c>LoadBalancer</c> or <c>ExternalName</c>.</summary>
    public string? Type { get; set; }

    /// <summary><c>Local</c>: pods reach the addresses on their own node only. Servers before 1.22 do not know it.</summary>
    public string? InternalTrafficPolicy { get; set; }

    /// <summary>Labels of the pods behind it; null when somebody else writes its Endpoints.</summary>
    public IDictionary<string, string>? Selector { get; set; }

    /// <summary>The ports.</summary>
    public IList<V1ServicePort>? Ports { get; set; }
}
