namespace KvFleet.Protocol.NodeChannel;

/// <summary>Node to serve: how a shared filesystem is. Said when it changes, and after each connection for all of them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ready">Whether it is mounted and answered the last probe.</param>
/// <param name="Reason">One word in CamelCase.</param>
/// <param name="TotalBytes">Its size; 0 while unknown.</param>
/// <param name="AvailableBytes">What may still be written.</param>
/// <param name="Pools">The pools on it.</param>
/// <param name="Message">What is the matter and what to do; null when nothing is.</param>
public sealed record FilesystemState(
    string Name, bool Ready, string Reason, long TotalBytes, long AvailableBytes, IReadOnlyList<SharedPoolState> Pools, string? Message = null) : NodeMessage
{
    internal override string? FindFault() =>
        Checks.Name("name", Name) ?? Checks.Name("reason", Reason) ?? Checks.Text("message", Message ?? "") ?? Checks.Id(Pools, static pool => pool.Uid);
}
