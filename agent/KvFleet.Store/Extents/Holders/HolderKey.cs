namespace KvFleet.Store.Extents.Holders;

/// <summary>Who a holder is to the kubelet: the pod a volume was published for.</summary>
/// <param name="Namespace">Namespace of the pod; the pool's own.</param>
/// <param name="Name">Name of the pod.</param>
public readonly record struct HolderKey(string Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
