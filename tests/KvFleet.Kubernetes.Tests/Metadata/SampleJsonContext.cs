using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Tests.Metadata;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SampleEntity))]
internal sealed partial class SampleJsonContext : JsonSerializerContext;
