namespace KvFleet.Grpc;

/// <summary>The body of a unary method: one message in, one out.</summary>
/// <typeparam name="TRequest">The message received.</typeparam>
/// <typeparam name="TResponse">The message answered.</typeparam>
/// <param name="request">The decoded request.</param>
/// <param name="context">Deadline, cancellation and caller's metadata.</param>
/// <returns>The answer; an <see cref="RpcException"/> ends the call with its status instead.</returns>
public delegate Task<TResponse> UnaryServerMethod<in TRequest, TResponse>(TRequest request, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
