using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Native;

/// <summary>What to watch a descriptor for, and what happened to it: the bits of epoll(7).</summary>
[Flags]
[SuppressMessage("Naming", "CA1726", Justification = "The name of epoll(7).")]
public enum PollInterest : uint
{
    /// <summary>Nothing but errors and its end.</summary>
    None = 0,

    /// <summary>There is something to read, to accept, or an end.</summary>
    Readable = 0x1,

    /// <summary>There is room to write.</summary>
    Writable = 0x4,

    /// <summary>It failed. Told always.</summary>
    Error = 0x8,

    /// <summary>Both directions are closed. Told always.</summary>
    HangUp = 0x10,

    /// <summary>The peer writes no more.</summary>
    PeerClosed = 0x2000,

    /// <summary>Told once for each change, not as long as it lasts.</summary>
    EdgeTriggered = 1u << 31,
}
