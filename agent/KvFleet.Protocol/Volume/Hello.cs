namespace KvFleet.Protocol.Volume;

/// <summary>Client to agent, first: I speak this version.</summary>
/// <param name="Protocol">Version, <see cref="ProtocolLimits.Version"/>.</param>
/// <param name="Client">Name and version of the client program, for logs; never used to identify it.</param>
public sealed record Hello(int Protocol, string Client) : VolumeMessage
{
    internal override string? FindFault() => Checks.Name("client", Client);
}
