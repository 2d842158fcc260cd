namespace KvFleet.Kubernetes.Client;

/// <summary>
/// What servers do by default from some version on, where no resource tells. Where one does (<c>pods/resize</c>, <c>policy/v1</c>), ask
/// <see cref="IKubernetesDiscovery.HasResourceAsync(string, string, CancellationToken)"/>: it knows what the administrator turned off, too.
/// </summary>
/// <param name="Name">The name of the feature gate.</param>
/// <param name="Minor">The minor version of 1 from which on it is on by default.</param>
public sealed record KubernetesFeature(string Name, int Minor)
{
    /// <summary>Services may keep their traffic on the node it comes from.</summary>
    public static KubernetesFeature ServiceInternalTrafficPolicy { get; } = new(nameof(ServiceInternalTrafficPolicy), 22);

    /// <summary>Rules in CEL in the schemas of custom resources are enforced; older servers drop them.</summary>
    public static KubernetesFeature CustomResourceValidationExpressions { get; } = new(nameof(CustomResourceValidationExpressions), 25);

    /// <summary>Unknown and duplicate fields are reported; by default as warnings.</summary>
    public static KubernetesFeature ServerSideFieldValidation { get; } = new(nameof(ServerSideFieldValidation), 25);

    /// <summary>Init containers may go on running beside the others.</summary>
    public static KubernetesFeature SidecarContainers { get; } = new(nameof(SidecarContainers), 29);

    /// <summary>Custom resources may name fields that can be selected by.</summary>
    public static KubernetesFeature CustomResourceFieldSelectors { get; } = new(nameof(CustomResourceFieldSelectors), 31);

    /// <summary>Memory and CPU of a running pod can be changed.</summary>
    public static KubernetesFeature InPlacePodVerticalScaling { get; } = new(nameof(InPlacePodVerticalScaling), 33);
}
