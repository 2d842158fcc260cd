namespace KvFleet.Grpc;

/// <summary>What a handler may know about the call it serves, beyond the request.</summary>
/// <param name="method">The full method name, <c>/package.Service/Method</c>.</param>
/// <param name="deadline">When the caller stops waiting.</param>
/// <param name="cancellationToken">Fires at the deadline and when the caller goes away.</param>
public sealed class ServerCallContext(string method, DateTime deadline, CancellationToken cancellationToken)
{
    /// <summary>The full method name, <c>/package.Service/Method</c>.</summary>
    public string Method => method;

    /// <summary>When the caller stops waiting, in UTC; <see cref="DateTime.MaxValue"/> when it set no deadline.</summary>
    public DateTime Deadline => deadline;

    /// <summary>Fires at the deadline and when the caller goes away; a handler that is past its point of no return may ignore it.</summary>
    public CancellationToken CancellationToken => cancellationToken;
}
