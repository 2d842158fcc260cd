namespace KvFleet.Store.Extents.Mappers;

/// <summary>The pod behind an engine's volume, as the kubelet vouched for it.</summary>
/// <param name="Namespace">Namespace of the pod.</param>
/// <param name="Name">Name of the pod.</param>
/// <param name="Uid">Uid of the pod.</param>
public sealed record MapperIdentity(string Namespace, string Name, string Uid)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
