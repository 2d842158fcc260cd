using System.Text.Json.Serialization;

namespace KvFleet.Store.Requests;

/// <summary>JSON of what stats answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoreStatistics))]
internal sealed partial class StoreJson : JsonSerializerContext;
