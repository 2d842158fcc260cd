using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary><c>struct cmsghdr</c> of 64-bit glibc; payload follows, everything is aligned to 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ControlHeader
{
    public const int Size = 16;

    public nuint Length;
    public int Level;
    public int Type;

    /// <summary>CMSG_SPACE: header plus payload, padded.</summary>
    public static int Space(int payloadBytes) => Size + Align(payloadBytes);

    /// <summary>CMSG_ALIGN.</summary>
    public static int Align(int bytes) => (bytes + 7) & ~7;
}
