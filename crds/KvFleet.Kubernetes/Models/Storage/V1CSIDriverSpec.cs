namespace KvFleet.Kubernetes.Models;

/// <summary>How the kubelet treats the driver.</summary>
public sealed class V1CSIDriverSpec
{
    /// <summary>Whether volumes are attached first.</summary>
    public bool? AttachRequired { get; set; }

    /// <summary>Whether the driver is told of the pod.</summary>
    public bool? PodInfoOnMount { get; set; }

    /// <summary><c>Persistent</c>, <c>Ephemeral</c>.</summary>
    public IList<string>? VolumeLifecycleModes { get; set; }

    /// <summary>How ownership of volumes is set.</summary>
    public string? FsGroupPolicy { get; set; }

    /// <summary>Whether capacity counts for scheduling.</summary>
    public bool? StorageCapacity { get; set; }

    /// <summary>Whether the kubelet publishes again from time to time.</summary>
    public bool? RequiresRepublish { get; set; }
}
