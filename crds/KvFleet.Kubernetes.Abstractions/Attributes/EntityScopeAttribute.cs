namespace KvFleet.Kubernetes;

/// <summary>Says whether objects of the class live in namespaces. Without it they do.</summary>
/// <param name="scope">The scope.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EntityScopeAttribute(EntityScope scope = EntityScope.Namespaced) : Attribute
{
    /// <summary>The scope.</summary>
    public EntityScope Scope { get; } = scope;
}
