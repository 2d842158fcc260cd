namespace KvFleet.Kubernetes;

/// <summary>Points from an object to the object that owns it. Owner and owned live in one namespace, or the owner is cluster-scoped.</summary>
public sealed class V1OwnerReference
{
    /// <summary>Group and version of the owner.</summary>
    public string ApiVersion { get; set; } = string.Empty;

    /// <summary>Kind of the owner.</summary>
    public string Kind { get; set; } = string.Empty;

    /// <summary>Name of the owner.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Incarnation of the owner; the garbage collector goes by it.</summary>
    public string Uid { get; set; } = string.Empty;

    /// <summary>True for the one owner that manages the object.</summary>
    public bool? Controller { get; set; }

    /// <summary>True: a foreground deletion of the owner waits for this object.</summary>
    public bool? BlockOwnerDeletion { get; set; }
}
