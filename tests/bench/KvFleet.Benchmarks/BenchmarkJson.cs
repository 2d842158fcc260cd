using System.Text.Json.Serialization;
using KvFleet.Benchmarks.Kubernetes;

namespace KvFleet.Benchmarks;

/// <summary>The artifact's JSON, that of measured processes, and what peers read.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchmarkResult))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(PlainPodList))]
[JsonSerializable(typeof(PlainWatchEvent))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
