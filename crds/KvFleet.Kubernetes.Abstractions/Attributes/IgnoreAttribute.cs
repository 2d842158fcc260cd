namespace KvFleet.Kubernetes;

/// <summary>Leaves the class or property out of the generated definition.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class IgnoreAttribute : Attribute;
