using KvFleet.Api;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Filesystems;

/// <summary>A pod that mounts a shared filesystem on one node, or into which the kubelet mounts it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its UID.</param>
/// <param name="Filesystem">The filesystem.</param>
/// <param name="Node">The node.</param>
/// <param name="Version">What it was made of; another one is another mount.</param>
/// <param name="Ended">Whether it will never run (again).</param>
/// <param name="Deleting">Whether it is on its way out.</param>
internal sealed record MountPod(string Name, string Uid, string Filesystem, string Node, string Version, bool Ended, bool Deleting)
{
    /// <summary>Reads a pod; null for any other.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="namespace">The operator's namespace: nobody else may make them.</param>
    public static MountPod? Read(V1Pod pod, string @namespace) =>
        pod.Namespace() == @namespace && pod.GetLabel(WellKnownLabels.ManagedBy) == WellKnownLabels.ApplicationName && pod.GetLabel(WellKnownLabels.Component) == ComponentNames.Mount
        && pod.GetAnnotation(WellKnownAnnotations.Filesystem) is { } filesystem && pod.GetAnnotation(WellKnownAnnotations.Node) is { } node
            ? new MountPod(pod.Name(), pod.Uid(), filesystem, node, pod.GetAnnotation(WellKnownAnnotations.MountVersion) ?? "", pod.Status?.Phase is "Failed" or "Succeeded", pod.IsDeleting())
            : null;
}
