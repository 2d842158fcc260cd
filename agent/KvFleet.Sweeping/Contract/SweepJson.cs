using System.Text.Json.Serialization;

namespace KvFleet.Sweeping.Contract;

/// <summary>The lines between the sweeping process and the one that started it.</summary>
/// <remarks>Properties with a default have <c>set</c>, not <c>init</c>: generated readers give an init-only property that a line leaves out the default of its type.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SweepConfiguration))]
[JsonSerializable(typeof(SweepReport))]
[JsonSerializable(typeof(AccessReport))]
public sealed partial class SweepJson : JsonSerializerContext;
