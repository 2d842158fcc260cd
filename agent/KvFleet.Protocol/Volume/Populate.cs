namespace KvFleet.Protocol.Volume;

/// <summary>Agent to holder: make every page of these extents exist.</summary>
/// <param name="Ids">The extents.</param>
/// <param name="Threads">How many threads to use, 1 to <see cref="ProtocolLimits.MaxThreads"/>.</param>
public sealed record Populate(IReadOnlyList<string> Ids, int Threads) : VolumeMessage
{
    internal override string? FindFault() =>
        Threads is < 1 or > ProtocolLimits.MaxThreads
            ? $"threads must lie between 1 and {ProtocolLimits.MaxThreads}, it is {Threads}"
            : Checks.Ids(Ids);
}
