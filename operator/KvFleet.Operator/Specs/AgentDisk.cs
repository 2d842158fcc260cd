using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;

namespace KvFleet.Operator.Specs;

/// <summary>What the agent pod needs for values on disk: the directory, keys, and a place on the kubelet's filesystem to compare with. Nothing where there is no directory.</summary>
internal static class AgentDisk
{
    private const string Disk = "disk";
    private const string Keys = "disk-keys";
    private const string KubeletFilesystem = "kubelet-filesystem";
    private const string KeysPath = "/etc/kvfleet/disk-keys";
    private const string KubeletFilesystemPath = "/run/kubelet-filesystem";

    /// <summary>Volumes of the pod.</summary>
    public static IEnumerable<V1Volume> Volumes(DiskOptions options) => options.Directory.Length == 0 ? [] :
    [
        // A node without that disk gets an empty directory on its root filesystem, which the agent refuses with a reason: a missing disk must not keep the agent from starting.
        new V1Volume { Name = Disk, HostPath = new V1HostPathVolumeSource { Path = options.Directory, Type = "DirectoryOrCreate" } },

        // The kubelet mounts it and brings new keys; neither agent nor operator may read Secrets for it.
        new V1Volume { Name = Keys, Secret = new V1SecretVolumeSource { SecretName = options.KeysSecret, DefaultMode = 0b100_100_100, Optional = true } },
        new V1Volume { Name = KubeletFilesystem, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = ResourceQuantity.FromBytes(1L << 20) } },
    ];

    /// <summary>Mounts of the container serve. The directory has the node's path, so that messages say what is on the node; a disk that is mounted there later appears here.</summary>
    public static IEnumerable<V1VolumeMount> Mounts(DiskOptions options) => options.Directory.Length == 0 ? [] :
    [
        new V1VolumeMount { Name = Disk, MountPath = options.Directory, MountPropagation = "HostToContainer" },
        new V1VolumeMount { Name = Keys, MountPath = KeysPath, ReadOnlyProperty = true },
        new V1VolumeMount { Name = KubeletFilesystem, MountPath = KubeletFilesystemPath, ReadOnlyProperty = true },
    ];

    /// <summary>Settings of the container serve.</summary>
    public static IEnumerable<V1EnvVar> Environment(DiskOptions options) => options.Directory.Length == 0 ? [] :
    [
        new V1EnvVar { Name = "KVFLEET_DISK_DIRECTORY", Value = options.Directory },
        new V1EnvVar { Name = "KVFLEET_DISK_KEYS_DIRECTORY", Value = KeysPath },
        new V1EnvVar { Name = "KVFLEET_KUBELET_FILESYSTEM", Value = KubeletFilesystemPath },
        new V1EnvVar { Name = "KVFLEET_ALLOW_KUBELET_FILESYSTEM", Value = options.AllowKubeletFilesystem ? "true" : "false" },
    ];
}
