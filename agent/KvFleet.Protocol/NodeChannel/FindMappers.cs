namespace KvFleet.Protocol.NodeChannel;

/// <summary>Say which processes of the node map these extents or hold descriptors of them. Answered by <see cref="Mappers"/>.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="Extents">The extents.</param>
public sealed record FindMappers(long Id, IReadOnlyList<ExtentIdentity> Extents) : NodeRequest(Id)
{
    internal override string? FindFault() => Checks.Id(Extents, static extent => extent.ExtentId);
}
