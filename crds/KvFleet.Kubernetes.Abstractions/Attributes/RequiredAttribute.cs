namespace KvFleet.Kubernetes;

/// <summary>The server refuses objects without the property.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredAttribute : Attribute;
