using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Client;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiRoot))]
internal sealed partial class DiscoveryJsonContext : JsonSerializerContext;
