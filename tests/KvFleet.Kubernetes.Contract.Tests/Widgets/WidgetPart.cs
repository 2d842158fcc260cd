namespace KvFleet.Kubernetes.Contract.Tests.Widgets;

public sealed class WidgetPart
{
    public required string Name { get; set; }

    public int? Count { get; set; }

    public string? Note { get; set; }
}
