namespace KvFleet.Kubernetes;

/// <summary>Of several versions of a kind, the one that is stored.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StorageVersionAttribute : Attribute;
