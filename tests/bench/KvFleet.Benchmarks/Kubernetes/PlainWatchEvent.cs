using KvFleet.Kubernetes.Models;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>A watch event as the serializer reads it.</summary>
internal sealed record PlainWatchEvent(string Type, V1Pod Object);
