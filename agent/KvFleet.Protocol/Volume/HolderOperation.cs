using System.Text.Json.Serialization;

namespace KvFleet.Protocol.Volume;

/// <summary>What a holder was asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HolderOperation>))]
public enum HolderOperation
{
    /// <summary>Make memfds.</summary>
    [JsonStringEnumMemberName("allocate")]
    Allocate,

    /// <summary>Make their pages exist.</summary>
    [JsonStringEnumMemberName("populate")]
    Populate,

    /// <summary>Give them back.</summary>
    [JsonStringEnumMemberName("release")]
    Release,
}
