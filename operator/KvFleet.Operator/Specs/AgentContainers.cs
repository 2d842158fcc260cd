using System.Globalization;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;

namespace KvFleet.Operator.Specs;

/// <summary>The agent pod's two containers: a large one that may nothing and a small one that may all.</summary>
internal static class AgentContainers
{
    private const int ServeHttpPort = 9090;
    private const int NodeHttpPort = 9091;

    /// <summary>Store, protocols, telemetry: no capability, no root.</summary>
    public static V1Container Serve(AgentOptions options, string @namespace) => new()
    {
        Name = "serve",
        Image = options.Image,
        ImagePullPolicy = options.ImagePullPolicy,
        Command = ["/usr/local/bin/kvfleet-serve"],
        Env =
        [
            .. Downward(),
            new V1EnvVar { Name = "KVFLEET_REPORT_USERS", Value = $"system:serviceaccount:{@namespace}:{OperatorNames.ServiceAccount}" },
            new V1EnvVar { Name = "KVFLEET_REPORT_PORT", Value = options.ReportPort.ToString(CultureInfo.InvariantCulture) },
            .. AgentDisk.Environment(options.Disk),
        ],
        Ports = [Port("report", options.ReportPort), Port("http", ServeHttpPort)],
        LivenessProbe = Probe("/livez", ServeHttpPort, failures: 6),
        ReadinessProbe = Probe("/readyz", ServeHttpPort, failures: 3),
        Resources = Resources(options.Serve),
        SecurityContext = SecurityContexts.Restricted,
        TerminationMessagePolicy = "FallbackToLogsOnError",
        VolumeMounts =
        [
            new V1VolumeMount { Name = AgentVolumes.Run, MountPath = "/run/kvfleet" },
            new V1VolumeMount { Name = AgentVolumes.Tls, MountPath = "/etc/kvfleet/tls", ReadOnlyProperty = true },
            .. AgentDisk.Mounts(options.Disk),
        ],
    };

    /// <summary>CSI, mounts, NUMA policy and locking: privileged, and nothing but that.</summary>
    public static V1Container Node(AgentOptions options) => new()
    {
        Name = "node",
        Image = options.Image,
        ImagePullPolicy = options.ImagePullPolicy,
        Command = ["/usr/local/bin/kvfleet-node"],
        Env = [.. Downward(), new V1EnvVar { Name = "KVFLEET_KUBELET_DIRECTORY", Value = options.KubeletDirectory }],
        Ports = [Port("node-http", NodeHttpPort)],
        LivenessProbe = Probe("/livez", NodeHttpPort, failures: 6),
        ReadinessProbe = Probe("/readyz", NodeHttpPort, failures: 3),
        Resources = Resources(options.Node),
        SecurityContext = new V1SecurityContext { Privileged = true, RunAsUser = 0, RunAsGroup = 0, RunAsNonRoot = false, ReadOnlyRootFilesystem = true },
        TerminationMessagePolicy = "FallbackToLogsOnError",
        VolumeMounts =
        [
            new V1VolumeMount { Name = AgentVolumes.Run, MountPath = "/run/kvfleet" },

            // Mounts made here must appear in the kubelet's and the pods' namespaces, and theirs here.
            new V1VolumeMount { Name = AgentVolumes.Kubelet, MountPath = options.KubeletDirectory, MountPropagation = "Bidirectional" },
            new V1VolumeMount { Name = AgentVolumes.HostProc, MountPath = "/host/proc", ReadOnlyProperty = true },
        ],
    };

    private static IEnumerable<V1EnvVar> Downward() =>
    [
        new V1EnvVar { Name = "KVFLEET_NODE_NAME", ValueFrom = Field("spec.nodeName") },
        new V1EnvVar { Name = "KVFLEET_NAMESPACE", ValueFrom = Field("metadata.namespace") },
        new V1EnvVar { Name = "KVFLEET_POD_NAME", ValueFrom = Field("metadata.name") },
        new V1EnvVar { Name = "KVFLEET_POD_UID", ValueFrom = Field("metadata.uid") },
    ];

    private static V1EnvVarSource Field(string path) => new() { FieldRef = new V1ObjectFieldSelector { FieldPath = path, ApiVersion = "v1" } };

    // The protocol is part of a port's key in server-side apply; old servers do not default it before they compare.
    private static V1ContainerPort Port(string name, int port) => new() { Name = name, ContainerPort = port, Protocol = "TCP" };

    private static V1Probe Probe(string path, int port, int failures) =>
        new() { HttpGet = new V1HTTPGetAction { Path = path, Port = port, Scheme = "HTTP" }, PeriodSeconds = 10, TimeoutSeconds = 5, FailureThreshold = failures };

    private static V1ResourceRequirements Resources(ContainerResources resources) => new()
    {
        Requests = new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal) { ["cpu"] = new(resources.CpuRequest), ["memory"] = new(resources.MemoryRequest) },
        Limits = resources.MemoryLimit.Length > 0 ? new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal) { ["memory"] = new(resources.MemoryLimit) } : null,
    };
}
