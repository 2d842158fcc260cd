using System.Text.Json.Serialization;

namespace KvFleet.Sweeping.Members;

/// <summary>Members' files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MemberStatement))]
internal sealed partial class MemberJson : JsonSerializerContext;
