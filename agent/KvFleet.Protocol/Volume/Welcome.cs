namespace KvFleet.Protocol.Volume;

/// <summary>Agent to client: who you are here. The kubelet vouches for it, not the client.</summary>
/// <param name="Protocol">Version, <see cref="ProtocolLimits.Version"/>.</param>
/// <param name="Role">What the volume is for.</param>
/// <param name="Pool">The pool as namespace/name.</param>
/// <param name="RowStrideBytes">Distance of two rows in bytes; 0 while unknown.</param>
public sealed record Welcome(int Protocol, VolumeRole Role, string Pool, long RowStrideBytes) : VolumeMessage
{
    internal override string? FindFault() => Checks.Name("pool", Pool) ?? Checks.NotNegative("rowStrideBytes", RowStrideBytes);
}
