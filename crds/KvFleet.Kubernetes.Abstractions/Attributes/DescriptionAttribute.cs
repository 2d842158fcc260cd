namespace KvFleet.Kubernetes;

/// <summary>What <c>kubectl explain</c> says.</summary>
/// <param name="description">The text, in full sentences.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class DescriptionAttribute(string description) : Attribute
{
    /// <summary>The text, in full sentences.</summary>
    public string Description { get; } = description;
}
