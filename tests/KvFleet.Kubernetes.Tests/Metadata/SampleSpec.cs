namespace KvFleet.Kubernetes.Tests.Metadata;

public sealed class SampleSpec
{
    public int Size { get; set; }

    public string? Color { get; set; }
}
