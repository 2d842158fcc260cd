namespace KvFleet.Kubernetes;

/// <summary>The number must be a multiple of a value.</summary>
/// <param name="value">The value, above zero.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MultipleOfAttribute(double value) : Attribute
{
    /// <summary>The value, above zero.</summary>
    public double Value { get; } = value;
}
