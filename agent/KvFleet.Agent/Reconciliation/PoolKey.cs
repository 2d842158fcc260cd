namespace KvFleet.Agent.Reconciliation;

/// <summary>A pool as the API server knows it. A pool that was deleted and made again has another uid and shares nothing with the old one.</summary>
/// <param name="Uid">Uid of the pool.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
internal sealed record PoolKey(string Uid, string Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
