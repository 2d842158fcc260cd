namespace KvFleet.Kubernetes.Tests.Metadata;

[KubernetesEntity(Group = "kvfleet.test", ApiVersion = "v1", Kind = "Sample", PluralName = "samples")]
public sealed class SampleEntity : CustomKubernetesEntity<SampleSpec, SampleStatus>;
