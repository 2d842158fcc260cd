using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace KvFleet.Operator.Options;

/// <summary>
/// The operator's settings. Each is an environment variable: <c>KVFLEET_</c> and the path in capitals, parts joined by two underscores, for example <c>KVFLEET_AGENT__IMAGE</c>.
/// </summary>
public sealed class OperatorOptions
{
    /// <summary>Where the operator and its agents live. Empty: the namespace of the operator's own pod.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>This replica's name in the leader lease. Empty: the host's name.</summary>
    public string Identity { get; set; } = "";

    /// <summary>Port of health and metrics.</summary>
    [Range(0, 65535)]
    public int HttpPort { get; set; } = 8080;

    /// <summary>A file with models beside the built-in ones, in the format of config/models.yaml. Empty: none.</summary>
    public string ModelCatalogFile { get; set; } = "";

    /// <summary>A file with accelerators of your own, on top of the built-in ones. Empty: none.</summary>
    public string AcceleratorCatalogFile { get; set; } = "";

    /// <summary>The node agents.</summary>
    [Required, ValidateObjectMembers]
    public AgentOptions Agent { get; set; } = new();

    /// <summary>How memory is divided.</summary>
    [Required, ValidateObjectMembers]
    public PlanningSettings Planning { get; set; } = new();

    /// <summary>How agents are asked.</summary>
    [Required, ValidateObjectMembers]
    public TelemetryOptions Telemetry { get; set; } = new();

    /// <summary>How replicas decide which of them works.</summary>
    [Required]
    public LeadershipOptions Leadership { get; set; } = new();

    /// <summary>Image of the pods that mount shared filesystems by mount(8), where a KVCacheFilesystem names none: a shell, mount and the clients.</summary>
    [Required]
    public string MountImage { get; set; } = "docker.io/local/kvfleet-mount:dev";

    /// <summary>How long a pool that is being deleted waits for its agents, and a node without agent for one to come back.</summary>
    public TimeSpan DrainDeadline { get; set; } = TimeSpan.FromMinutes(5);
}
