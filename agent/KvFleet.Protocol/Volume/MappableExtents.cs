namespace KvFleet.Protocol.Volume;

/// <summary>Agent to engine: map these, with one descriptor each. Only extents that are fully populated and locked.</summary>
/// <param name="Generation">Grows with every change of the set; an engine that sees it jump has missed nothing, it only counts.</param>
/// <param name="RowStrideBytes">Distance of two rows in bytes.</param>
/// <param name="Extents">The extents that are new to this engine.</param>
public sealed record MappableExtents(long Generation, long RowStrideBytes, IReadOnlyList<MappableExtent> Extents) : VolumeMessage
{
    internal override int DescriptorCount => Extents.Count;

    internal override string? FindFault() =>
        Checks.NotNegative("generation", Generation) ?? Checks.NotNegative("rowStrideBytes", RowStrideBytes)
        ?? Checks.Id(Extents, static extent => extent.Id)
        ?? Checks.Each(Extents, static extent => extent.FindFault());
}
