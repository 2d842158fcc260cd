using System.Text.Json.Serialization;

namespace KvFleet.Protocol.Volume;

/// <summary>What a volume is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VolumeRole>))]
public enum VolumeRole
{
    /// <summary>An inference engine that maps extents.</summary>
    [JsonStringEnumMemberName("engine")]
    Engine,

    /// <summary>A holder pod that owns extents.</summary>
    [JsonStringEnumMemberName("holder")]
    Holder,
}
