namespace KvFleet.Kubernetes.Models;

/// <summary>A request or limit of a container.</summary>
public sealed class V1ResourceFieldSelector
{
    /// <summary>For example <c>limits.memory</c>.</summary>
    public string Resource { get; set; } = string.Empty;

    /// <summary>The container.</summary>
    public string? ContainerName { get; set; }

    /// <summary>Unit of the value.</summary>
    public ResourceQuantity? Divisor { get; set; }
}
