using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Specs;

/// <summary>What pods and containers of ours may do: as little as the standard "restricted" allows.</summary>
internal static class SecurityContexts
{
    /// <summary>A pod that runs as our unprivileged user.</summary>
    public static V1PodSecurityContext RestrictedPod => new()
    {
        RunAsNonRoot = true,
        RunAsUser = SpecLabels.User,
        RunAsGroup = SpecLabels.User,
        SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
    };

    /// <summary>A container without any capability and with a read-only root.</summary>
    public static V1SecurityContext Restricted => new()
    {
        AllowPrivilegeEscalation = false,
        ReadOnlyRootFilesystem = true,
        RunAsNonRoot = true,
        RunAsUser = SpecLabels.User,
        RunAsGroup = SpecLabels.User,
        Capabilities = new V1Capabilities { Drop = ["ALL"] },
        SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
    };
}
