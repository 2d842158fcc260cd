namespace KvFleet.Protocol.Volume;

/// <summary>Words for <see cref="Refused.Reason"/>.</summary>
public static class RefusalReasons
{
    /// <summary>The client speaks another version.</summary>
    public const string UnsupportedProtocol = nameof(UnsupportedProtocol);

    /// <summary>A packet broke the protocol, or came at the wrong time.</summary>
    public const string ProtocolError = nameof(ProtocolError);

    /// <summary>The volume was not published for a holder that the node is assigned.</summary>
    public const string NotAssigned = nameof(NotAssigned);

    /// <summary>The role of the volume does not allow the message.</summary>
    public const string WrongRole = nameof(WrongRole);

    /// <summary>The pool does not exist, or this node has no part of it.</summary>
    public const string PoolUnavailable = nameof(PoolUnavailable);

    /// <summary>Another connection of the same volume is served.</summary>
    public const string AlreadyConnected = nameof(AlreadyConnected);

    /// <summary>A descriptor is not a memfd.</summary>
    public const string NotMemory = nameof(NotMemory);

    /// <summary>A memfd lacks a seal that it must carry, or carries one that forbids writing.</summary>
    public const string UnsealedExtent = nameof(UnsealedExtent);

    /// <summary>A memfd is not as long as was asked for.</summary>
    public const string ShortExtent = nameof(ShortExtent);

    /// <summary>A memfd has another page size than was asked for.</summary>
    public const string WrongPageSize = nameof(WrongPageSize);

    /// <summary>The same memfd is known under another holder or id.</summary>
    public const string DuplicateExtent = nameof(DuplicateExtent);
}
