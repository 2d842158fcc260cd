using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Number;
    public short Events;
    public short Happened;
}
