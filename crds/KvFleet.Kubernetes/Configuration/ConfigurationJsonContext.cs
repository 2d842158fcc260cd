using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Configuration;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExecCredential))]
internal sealed partial class ConfigurationJsonContext : JsonSerializerContext;
