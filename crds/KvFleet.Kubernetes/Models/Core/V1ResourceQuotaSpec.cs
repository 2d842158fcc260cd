namespace KvFleet.Kubernetes.Models;

/// <summary>The bounds.</summary>
public sealed class V1ResourceQuotaSpec
{
    /// <summary>Bound per resource, for example <c>requests.memory</c>.</summary>
    public IDictionary<string, ResourceQuantity>? Hard { get; set; }

    /// <summary>Kinds of pods that count.</summary>
    public IList<string>? Scopes { get; set; }
}
