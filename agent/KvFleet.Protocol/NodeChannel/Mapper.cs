using System.Text.Json.Serialization;

namespace KvFleet.Protocol.NodeChannel;

/// <summary>One process that keeps an extent.</summary>
/// <param name="ExtentId">The extent.</param>
/// <param name="Pid">Process id on the host.</param>
/// <param name="Command">Its name.</param>
/// <param name="PodUid">Uid of its pod by its cgroup, or null when it belongs to none.</param>
/// <param name="Mapped">It has the extent mapped.</param>
/// <param name="Descriptor">It has a descriptor of the extent.</param>
public sealed record Mapper(
    string ExtentId,
    int Pid,
    string Command,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? PodUid, // Required, and so written even when null.
    bool Mapped,
    bool Descriptor);
