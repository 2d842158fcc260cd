namespace KvFleet.Kubernetes.Models;

/// <summary>The question.</summary>
public sealed class V1SubjectAccessReviewSpec
{
    /// <summary>Who.</summary>
    public string? User { get; set; }

    /// <summary>Groups of that user.</summary>
    public IList<string>? Groups { get; set; }

    /// <summary>Incarnation of that user.</summary>
    public string? Uid { get; set; }

    /// <summary>What else is known of that user; pass on <see cref="V1UserInfo.Extra"/>, as authorizers may look at it.</summary>
    public IDictionary<string, IList<string>>? Extra { get; set; }

    /// <summary>What, for resources.</summary>
    public V1ResourceAttributes? ResourceAttributes { get; set; }

    /// <summary>What, for other URLs.</summary>
    public V1NonResourceAttributes? NonResourceAttributes { get; set; }
}
