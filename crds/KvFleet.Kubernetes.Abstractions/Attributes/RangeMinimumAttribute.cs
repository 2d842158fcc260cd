namespace KvFleet.Kubernetes;

/// <summary>Least value of a number.</summary>
/// <param name="minimum">The bound.</param>
/// <param name="exclusiveMinimum">True: the bound itself is refused.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeMinimumAttribute(double minimum, bool exclusiveMinimum = false) : Attribute
{
    /// <summary>The bound.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>True: the bound itself is refused.</summary>
    public bool ExclusiveMinimum { get; } = exclusiveMinimum;
}
