using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Informers;

/// <summary>One call of a handler.</summary>
internal sealed record HeardChange(HeardKind Kind, Widget? Old, Widget Entity);
