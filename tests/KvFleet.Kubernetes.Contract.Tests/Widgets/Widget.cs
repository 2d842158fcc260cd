namespace KvFleet.Kubernetes.Contract.Tests.Widgets;

/// <summary>A custom resource with a status subresource and lists of all three kinds: by key, set, atomic.</summary>
[KubernetesEntity(Group = WidgetDefinition.Group, ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed class Widget : CustomKubernetesEntity<WidgetSpec, WidgetStatus>;
