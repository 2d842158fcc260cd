using System.Text.Json.Serialization;

namespace KvFleet.Protocol.NodeChannel;

/// <summary>Who keeps the extents.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="Processes">The processes; at most <see cref="ProtocolLimits.MaxListEntries"/>.</param>
/// <param name="IsComplete">False when there are more than fit, or some process could not be examined.</param>
public sealed record Mappers(long Id, [property: JsonPropertyName("mappers")] IReadOnlyList<Mapper> Processes, bool IsComplete = true) : NodeAnswer(Id)
{
    internal override string? FindFault() =>
        Processes.Count > ProtocolLimits.MaxListEntries
            ? $"{Processes.Count} mappers, at most {ProtocolLimits.MaxListEntries} are allowed"
            : Checks.Each(Processes, static process => process is null ? "a mapper is null" : Checks.Id(process.ExtentId));
}
