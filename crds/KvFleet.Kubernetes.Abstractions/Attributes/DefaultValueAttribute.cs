namespace KvFleet.Kubernetes;

/// <summary>Value that the server fills in when the field is absent.</summary>
/// <param name="value">A constant: string, number, boolean. A string for quantities and durations.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    /// <summary>A constant: string, number, boolean. A string for quantities and durations.</summary>
    public object? Value { get; } = value;
}
