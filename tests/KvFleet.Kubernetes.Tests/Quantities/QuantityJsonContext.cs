using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Tests.Quantities;

[JsonSerializable(typeof(ResourceQuantity))]
[JsonSerializable(typeof(IntOrString))]
internal sealed partial class QuantityJsonContext : JsonSerializerContext;
