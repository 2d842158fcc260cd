using System.Text.Json.Serialization;

namespace KvFleet.Api.Reports;

/// <summary>Where one holder's memory stands, as the agent sees it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HolderPhase>))]
public enum HolderPhase
{
    /// <summary>Assigned; the pod has not connected.</summary>
    Waiting,

    /// <summary>The holder makes and seals its memory files.</summary>
    Allocating,

    /// <summary>The holder faults in its pages.</summary>
    Populating,

    /// <summary>The node part locks the pages.</summary>
    Locking,

    /// <summary>Resident, locked, offered to engines.</summary>
    Ready,

    /// <summary>Being taken back from the engines that map it.</summary>
    Draining,

    /// <summary>Released: the pod can be deleted.</summary>
    Drained,

    /// <summary>Could not be done; reason and message say why.</summary>
    Failed,
}
