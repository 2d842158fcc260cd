namespace KvFleet.Kubernetes.Contract.Tests.Widgets;

public sealed class WidgetSpec
{
    public int? Size { get; set; }

    public string? Color { get; set; }

    /// <summary>Merged by name.</summary>
    public IList<WidgetPart>? Parts { get; set; }

    /// <summary>A set.</summary>
    public IList<string>? Tags { get; set; }

    /// <summary>Atomic.</summary>
    public IList<string>? Steps { get; set; }
}
