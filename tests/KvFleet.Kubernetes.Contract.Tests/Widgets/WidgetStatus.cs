namespace KvFleet.Kubernetes.Contract.Tests.Widgets;

public sealed class WidgetStatus
{
    public int? Observed { get; set; }

    public IList<V1Condition>? Conditions { get; set; }
}
