using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Protocol.Store;

/// <summary>What a frame is. A reply has the type of its request with <see cref="Reply"/> added.</summary>
[SuppressMessage("Design", "CA1008", Justification = "0 is no frame.")]
[SuppressMessage("Design", "CA1027", Justification = "These are no flags.")]
public enum FrameType : ushort
{
    /// <summary>Who I am and what my bytes are.</summary>
    Hello = 1,

    /// <summary>Are these keys here?</summary>
    Lookup = 2,

    /// <summary>Keep the values of these keys.</summary>
    Lease = 3,

    /// <summary>I am done with these leases.</summary>
    Release = 4,

    /// <summary>Give me slots.</summary>
    Credits = 5,

    /// <summary>These slots are filled.</summary>
    Commit = 6,

    /// <summary>Take these slots back.</summary>
    Abort = 7,

    /// <summary>Do not evict these keys for a time.</summary>
    Pin = 8,

    /// <summary>Bring these keys back from lower tiers.</summary>
    Prefetch = 9,

    /// <summary>This is when these keys are used next.</summary>
    Hint = 10,

    /// <summary>These keys were used.</summary>
    Touch = 11,

    /// <summary>These extents are unmapped here.</summary>
    Unmapped = 12,

    /// <summary>About the node's registration token.</summary>
    Token = 13,

    /// <summary>Your figures, please.</summary>
    Stats = 14,

    /// <summary>A copy of leased bytes.</summary>
    Read = 15,

    /// <summary>Bytes for a slot.</summary>
    Write = 16,

    /// <summary>Forget these keys.</summary>
    Remove = 17,

    /// <summary>From the agent: map these.</summary>
    Extents = 0x40,

    /// <summary>From the agent: keys to look up without asking.</summary>
    KeyTable = 0x41,

    /// <summary>From the agent: let go of these.</summary>
    Revoke = 0x42,

    /// <summary>From the agent: the registration token is yours.</summary>
    TokenGranted = 0x43,

    /// <summary>From the agent: why the connection ends.</summary>
    Goodbye = 0x44,

    /// <summary>Added to the type of a request.</summary>
    Reply = 0x8000,
}
