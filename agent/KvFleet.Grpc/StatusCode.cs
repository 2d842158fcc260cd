namespace KvFleet.Grpc;

/// <summary>How a call ended, with the numbers of the gRPC specification ("Status codes and their use in gRPC").</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The caller cancelled.</summary>
    Cancelled = 1,

    /// <summary>The handler threw something it did not mean to tell the caller about.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the server is; repeating it does not help.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended; it may have had its effect.</summary>
    DeadlineExceeded = 4,

    /// <summary>What the request names does not exist.</summary>
    NotFound = 5,

    /// <summary>What the request wants to create is there already, and different.</summary>
    AlreadyExists = 6,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached; here, too, a message larger than the server accepts.</summary>
    ResourceExhausted = 8,

    /// <summary>The request is right, but not in the present state.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost against another one that ran at the same time.</summary>
    Aborted = 10,

    /// <summary>A value lies past the valid range of the present state.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such method, or not this form of it.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the server or of the protocol was broken.</summary>
    Internal = 13,

    /// <summary>The server cannot answer now; the same call may work later.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or is corrupt.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who it is.</summary>
    Unauthenticated = 16,
}
