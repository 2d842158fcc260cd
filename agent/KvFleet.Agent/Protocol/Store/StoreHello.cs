using KvFleet.Protocol.Store;

namespace KvFleet.Agent.Protocol.Store;

/// <summary>What a client says first.</summary>
/// <param name="Version">Version of the protocol.</param>
/// <param name="WantsMapping">Whether it wants to map the pool's memory.</param>
/// <param name="Stride">Bytes of its rows; 0 when it takes any.</param>
/// <param name="Fingerprint">What makes its bytes interchangeable; empty when it does not say.</param>
/// <param name="Client">Name of its program, for logs.</param>
internal sealed record StoreHello(uint Version, bool WantsMapping, long Stride, string Fingerprint, string Client)
{
    /// <summary>Reads it. Of another version only the version is read.</summary>
    public static StoreHello Read(ReadOnlySpan<byte> body)
    {
        var reader = new FrameReader(body);
        var version = reader.UInt32();
        if (version != StoreLimits.Version)
            return new StoreHello(version, false, 0, "", "");
        var flags = reader.UInt32();
        var stride = reader.UInt64();
        var fingerprint = reader.Text(StoreLimits.MaxFingerprintBytes);
        var client = reader.Text(StoreLimits.MaxClientNameBytes);
        reader.End();
        return new StoreHello(version, (flags & 1) != 0, (long)Math.Min(stride, long.MaxValue), fingerprint, client);
    }
}
