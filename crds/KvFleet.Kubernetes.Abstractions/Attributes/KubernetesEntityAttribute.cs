namespace KvFleet.Kubernetes;

/// <summary>Says which resource of the API server a class stands for.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubernetesEntityAttribute : Attribute
{
    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; set; } = string.Empty;

    /// <summary>API version, for example <c>v1alpha1</c>.</summary>
    public string ApiVersion { get; set; } = string.Empty;

    /// <summary>Kind in CamelCase singular.</summary>
    public string Kind { get; set; } = string.Empty;

    /// <summary>Resource name as it stands in URLs, lower case plural.</summary>
    public string PluralName { get; set; } = string.Empty;
}
