using System.Runtime.InteropServices;

namespace KvFleet.Native;

/// <summary>Something that happened to a watched descriptor.</summary>
/// <param name="Key">The key that it is watched under.</param>
/// <param name="Happened">What.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PollEvent(ulong Key, PollInterest Happened);
