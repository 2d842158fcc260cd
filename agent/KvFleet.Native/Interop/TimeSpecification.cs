using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary><c>struct timespec</c> of 64-bit glibc.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpecification
{
    public long Seconds;
    public nint Nanoseconds;
}
