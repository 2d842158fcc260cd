namespace KvFleet.Kubernetes.Tests.Metadata;

public sealed class SampleStatus
{
    public int? Observed { get; set; }

    public IList<V1Condition>? Conditions { get; set; }
}
