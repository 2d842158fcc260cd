namespace KvFleet.Protocol.NodeChannel;

/// <summary>
/// What the node shall have of shared filesystems. A list that is too long for one message comes in several; it counts once the last has come. Answered by <see cref="Done"/>.
/// </summary>
/// <param name="Id">Number of the request.</param>
/// <param name="First">Whether a new list begins; what was collected before is dropped.</param>
/// <param name="Last">Whether the list ends and counts from now on: what is not in it is let go.</param>
/// <param name="Filesystems">Filesystems.</param>
/// <param name="Pools">Pools, those that were refused included.</param>
public sealed record WantShared(long Id, bool First, bool Last, IReadOnlyList<WantedFilesystem> Filesystems, IReadOnlyList<WantedPool> Pools) : NodeRequest(Id)
{
    internal override string? FindFault() =>
        Checks.Id(Filesystems, static filesystem => filesystem.Name)
        ?? Checks.Each(Filesystems, static filesystem => filesystem.FindFault())
        ?? Checks.Id(Pools, static pool => pool.Uid)
        ?? Checks.Each(Pools, static pool => pool.FindFault());
}
