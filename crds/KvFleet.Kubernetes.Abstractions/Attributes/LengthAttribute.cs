namespace KvFleet.Kubernetes;

/// <summary>Bounds of a string's length.</summary>
/// <param name="minLength">Least characters; -1 for none.</param>
/// <param name="maxLength">Most characters; -1 for none.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LengthAttribute(long minLength = -1, long maxLength = -1) : Attribute
{
    /// <summary>Least characters; -1 for none.</summary>
    public long MinLength { get; } = minLength;

    /// <summary>Most characters; -1 for none.</summary>
    public long MaxLength { get; } = maxLength;
}
