namespace KvFleet.Kubernetes;

/// <summary>Greatest value of a number.</summary>
/// <param name="maximum">The bound.</param>
/// <param name="exclusiveMaximum">True: the bound itself is refused.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeMaximumAttribute(double maximum, bool exclusiveMaximum = false) : Attribute
{
    /// <summary>The bound.</summary>
    public double Maximum { get; } = maximum;

    /// <summary>True: the bound itself is refused.</summary>
    public bool ExclusiveMaximum { get; } = exclusiveMaximum;
}
