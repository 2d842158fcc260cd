namespace KvFleet.Kubernetes.Models;

/// <summary>Marks a class that models only part of its kind. Replacing an object with it would erase the other fields, so the client refuses; patch or apply instead.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PartialModelAttribute : Attribute;
