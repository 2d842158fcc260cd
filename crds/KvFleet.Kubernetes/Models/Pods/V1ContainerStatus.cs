namespace KvFleet.Kubernetes.Models;

/// <summary>State of a container.</summary>
public sealed class V1ContainerStatus
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Whether it passes its readiness probe.</summary>
    public bool Ready { get; set; }

    /// <summary>How often it was restarted.</summary>
    public int RestartCount { get; set; }

    /// <summary>Whether it passed its start-up probe.</summary>
    public bool? Started { get; set; }

    /// <summary>Its image.</summary>
    public string? Image { get; set; }

    /// <summary>Digest of the image.</summary>
    public string? ImageID { get; set; }

    /// <summary>The runtime's name of it.</summary>
    public string? ContainerID { get; set; }

    /// <summary>What it does now.</summary>
    public V1ContainerState? State { get; set; }

    /// <summary>How it ended last.</summary>
    public V1ContainerState? LastState { get; set; }
}
