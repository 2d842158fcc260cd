using System.Text.Json.Serialization;

namespace KvFleet.Api.Nodes;

/// <summary>What should become of a holder's memory.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HolderIntent>))]
public enum HolderIntent
{
    /// <summary>Populate, lock and serve it.</summary>
    Hold,

    /// <summary>Take it back from every mapper, then release it.</summary>
    Drain,
}
