using KvFleet.Kubernetes.Models;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>A list as the serializer reads it.</summary>
internal sealed record PlainPodList(V1Pod[] Items);
