namespace KvFleet.Kubernetes;

/// <summary>Bounds of a list's length.</summary>
/// <param name="minItems">Least items; -1 for none.</param>
/// <param name="maxItems">Most items; -1 for none.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(long minItems = -1, long maxItems = -1) : Attribute
{
    /// <summary>Least items; -1 for none.</summary>
    public long MinItems { get; } = minItems;

    /// <summary>Most items; -1 for none.</summary>
    public long MaxItems { get; } = maxItems;
}
