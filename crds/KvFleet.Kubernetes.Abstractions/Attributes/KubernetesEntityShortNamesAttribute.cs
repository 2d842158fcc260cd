namespace KvFleet.Kubernetes;

/// <summary>Short names that <c>kubectl</c> accepts for the kind.</summary>
/// <param name="shortNames">The short names, lower case.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubernetesEntityShortNamesAttribute(params string[] shortNames) : Attribute
{
    /// <summary>The short names, lower case.</summary>
    public string[] ShortNames { get; } = shortNames;
}
