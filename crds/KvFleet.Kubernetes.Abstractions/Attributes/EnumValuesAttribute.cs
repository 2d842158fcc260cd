namespace KvFleet.Kubernetes;

/// <summary>The strings that are accepted.</summary>
/// <param name="values">The strings.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EnumValuesAttribute(params string[] values) : Attribute
{
    /// <summary>The strings.</summary>
    public string[] Values { get; } = values;
}
