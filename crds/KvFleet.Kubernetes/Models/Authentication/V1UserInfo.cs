namespace KvFleet.Kubernetes.Models;

/// <summary>Somebody.</summary>
public sealed class V1UserInfo
{
    /// <summary>Name, for example <c>system:serviceaccount:ns:name</c>.</summary>
    public string? Username { get; set; }

    /// <summary>Incarnation.</summary>
    public string? Uid { get; set; }

    /// <summary>Groups.</summary>
    public IList<string>? Groups { get; set; }

    /// <summary>More, for example the pod's name.</summary>
    public IDictionary<string, IList<string>>? Extra { get; set; }
}
