namespace KvFleet.Kubernetes;

/// <summary>Fields that identify an item of a list of type <see cref="ListType.Map"/> (<c>x-kubernetes-list-map-keys</c>).</summary>
/// <param name="keys">JSON names of the key fields.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class XListMapKeysAttribute(params string[] keys) : Attribute
{
    /// <summary>JSON names of the key fields.</summary>
    public string[] Keys { get; } = keys;
}
