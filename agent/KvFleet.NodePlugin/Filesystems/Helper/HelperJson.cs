using System.Text.Json.Serialization;

namespace KvFleet.NodePlugin.Filesystems.Helper;

/// <summary>JSON between this process and its expendable ones.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HelperTask))]
[JsonSerializable(typeof(HelperResult))]
internal sealed partial class HelperJson : JsonSerializerContext;
