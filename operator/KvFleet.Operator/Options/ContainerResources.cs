using System.ComponentModel.DataAnnotations;

namespace KvFleet.Operator.Options;

/// <summary>Resources of a container, as quantities.</summary>
public sealed class ContainerResources
{
    /// <summary>CPU that is set aside.</summary>
    [Required]
    public string CpuRequest { get; set; } = "50m";

    /// <summary>Memory that is set aside.</summary>
    [Required]
    public string MemoryRequest { get; set; } = "96Mi";

    /// <summary>Most memory it may use; empty for no limit.</summary>
    public string MemoryLimit { get; set; } = "512Mi";
}
