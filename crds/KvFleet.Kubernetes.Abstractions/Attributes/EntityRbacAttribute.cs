namespace KvFleet.Kubernetes;

/// <summary>Permission that the class (a controller) needs on kinds.</summary>
/// <param name="entities">Classes with <see cref="KubernetesEntityAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class EntityRbacAttribute(params Type[] entities) : Attribute
{
    /// <summary>Classes with <see cref="KubernetesEntityAttribute"/>.</summary>
    public Type[] Entities { get; } = entities;

    /// <summary>The verbs.</summary>
    public RbacVerb Verbs { get; set; }
}
