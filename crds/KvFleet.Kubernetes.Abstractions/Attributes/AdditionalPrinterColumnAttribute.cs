namespace KvFleet.Kubernetes;

/// <summary>Shows the property as a column of <c>kubectl get</c>.</summary>
/// <param name="priority">Whether the column needs <c>-o wide</c>.</param>
/// <param name="name">Heading; by default the property's name in upper case.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AdditionalPrinterColumnAttribute(PrinterColumnPriority priority = PrinterColumnPriority.StandardView, string? name = null) : Attribute
{
    /// <summary>Whether the column needs <c>-o wide</c>.</summary>
    public PrinterColumnPriority Priority { get; } = priority;

    /// <summary>Heading; by default the property's name in upper case.</summary>
    public string? Name { get; } = name;
}
