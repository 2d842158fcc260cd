using System.Runtime.InteropServices;

namespace KvFleet.Native;

/// <summary>What one receive call brought.</summary>
/// <param name="Length">Bytes written to the buffer.</param>
/// <param name="IsTruncated">The packet was longer than the buffer; the rest is lost.</param>
/// <param name="AreDescriptorsLost">More descriptors were sent than arrived: too many for the receiver, no free number, or a security module said no.</param>
/// <param name="Descriptors">The descriptors that arrived, close-on-exec; the caller must dispose them.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Packet(int Length, bool IsTruncated, bool AreDescriptorsLost, IReadOnlyList<Descriptor> Descriptors)
{
    /// <summary>Nothing came at all: the peer has closed (an empty packet cannot be told from that and is not a message either).</summary>
    public bool IsEnd => Length == 0 && !IsTruncated;
}
