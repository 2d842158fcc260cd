namespace KvFleet.Kubernetes.Models;

/// <summary>A priority with a name.</summary>
[KubernetesEntity(Group = "scheduling.k8s.io", ApiVersion = "v1", Kind = "PriorityClass", PluralName = "priorityclasses")]
[EntityScope(EntityScope.Cluster)]
public sealed class V1PriorityClass : KubernetesObject
{
    /// <summary>The priority.</summary>
    public int Value { get; set; }

    /// <summary>Whether pods without a class get it.</summary>
    public bool? GlobalDefault { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary><c>PreemptLowerPriority</c> or <c>Never</c>.</summary>
    public string? PreemptionPolicy { get; set; }
}
