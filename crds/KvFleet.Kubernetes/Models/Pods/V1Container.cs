namespace KvFleet.Kubernetes.Models;

/// <summary>A container.</summary>
public sealed class V1Container
{
    /// <summary>Unique in the pod.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The image.</summary>
    public string? Image { get; set; }

    /// <summary><c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    public string? ImagePullPolicy { get; set; }

    /// <summary>Replaces the image's entry point.</summary>
    public IList<string>? Command { get; set; }

    /// <summary>Replaces the image's arguments.</summary>
    public IList<string>? Args { get; set; }

    /// <summary>Working directory.</summary>
    public string? WorkingDir { get; set; }

    /// <summary>Environment.</summary>
    public IList<V1EnvVar>? Env { get; set; }

    /// <summary>Ports; informative.</summary>
    public IList<V1ContainerPort>? Ports { get; set; }

    /// <summary>Requests and limits.</summary>
    public V1ResourceRequirements? Resources { get; set; }

    /// <summary>Mounts.</summary>
    public IList<V1VolumeMount>? VolumeMounts { get; set; }

    /// <summary>Failing, the container is restarted.</summary>
    public V1Probe? LivenessProbe { get; set; }

    /// <summary>Failing, the pod gets no traffic.</summary>
    public V1Probe? ReadinessProbe { get; set; }

    /// <summary>Until it succeeds the others wait.</summary>
    public V1Probe? StartupProbe { get; set; }

    /// <summary>Hooks.</summary>
    public V1Lifecycle? Lifecycle { get; set; }

    /// <summary>Rights.</summary>
    public V1SecurityContext? SecurityContext { get; set; }

    /// <summary><c>Always</c> makes an init container a sidecar (newer servers).</summary>
    public string? RestartPolicy { get; set; }

    /// <summary><c>File</c> or <c>FallbackToLogsOnError</c>.</summary>
    public string? TerminationMessagePolicy { get; set; }
}
