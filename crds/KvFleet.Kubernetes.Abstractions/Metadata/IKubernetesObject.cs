namespace KvFleet.Kubernetes;

/// <summary>Anything that carries a Kubernetes type: an <c>apiVersion</c> and a <c>kind</c>.</summary>
public interface IKubernetesObject
{
    /// <summary>Group and version, for example <c>kvfleet.io/v1alpha1</c>, or only the version for the core group.</summary>
    /// <remarks>May be empty on objects made in code: the client fills it in from <see cref="KubernetesEntityAttribute"/>.</remarks>
    string ApiVersion { get; set; }

    /// <summary>The kind in CamelCase singular, for example <c>Pod</c>. May be empty like <see cref="ApiVersion"/>.</summary>
    string Kind { get; set; }
}
