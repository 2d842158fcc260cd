namespace KvFleet.Protocol.Store;

/// <summary>How a request ended.</summary>
public enum FrameStatus : ushort
{
    /// <summary>As asked.</summary>
    Ok = 0,

    /// <summary>The frame breaks the protocol. The connection ends.</summary>
    BadFrame = 1,

    /// <summary>Hello with another version. The connection ends.</summary>
    UnsupportedVersion = 2,

    /// <summary>Hello with another fingerprint. The connection ends.</summary>
    FingerprintMismatch = 3,

    /// <summary>Hello with another row stride. The connection ends.</summary>
    WrongStride = 4,

    /// <summary>The pool has no memory on this node (yet, or any more).</summary>
    NotReady = 5,

    /// <summary>There is no such request.</summary>
    UnknownType = 6,

    /// <summary>This client may not do that.</summary>
    NotAllowed = 7,

    /// <summary>A bound of the connection is reached.</summary>
    TooMuch = 8,
}
