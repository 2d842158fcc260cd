namespace KvFleet.Grpc;

/// <summary>Thrown by a handler to end its call with a status of its choice; its detail reaches the caller.</summary>
public sealed class RpcException : Exception
{
    /// <summary>Ends the call with <see cref="StatusCode.Unknown"/> and no detail.</summary>
    public RpcException()
        : this(new Status(StatusCode.Unknown, string.Empty))
    {
    }

    /// <summary>Ends the call with <see cref="StatusCode.Unknown"/>.</summary>
    /// <param name="message">What the caller reads.</param>
    public RpcException(string message)
        : this(new Status(StatusCode.Unknown, message))
    {
    }

    /// <summary>Ends the call with <see cref="StatusCode.Unknown"/>.</summary>
    /// <param name="message">What the caller reads.</param>
    /// <param name="innerException">The cause; it is logged here and never sent.</param>
    public RpcException(string message, Exception innerException)
        : this(new Status(StatusCode.Unknown, message), innerException)
    {
    }

    /// <summary>Ends the call with <paramref name="status"/>.</summary>
    /// <param name="status">What the caller gets.</param>
    /// <param name="innerException">The cause, if any; it is logged here and never sent.</param>
    public RpcException(Status status, Exception? innerException = null)
        : base($"{status.StatusCode}: {status.Detail}", innerException) => Status = status;

    /// <summary>What the caller gets.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>, to filter on in a catch clause.</summary>
    public StatusCode StatusCode => Status.StatusCode;
}
