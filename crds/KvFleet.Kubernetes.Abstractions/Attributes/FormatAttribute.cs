namespace KvFleet.Kubernetes;

/// <summary>OpenAPI format of the property.</summary>
/// <param name="format">For example <c>int64</c>, <c>date-time</c>, <c>duration</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormatAttribute(string format) : Attribute
{
    /// <summary>For example <c>int64</c>, <c>date-time</c>, <c>duration</c>.</summary>
    public string Format { get; } = format;
}
