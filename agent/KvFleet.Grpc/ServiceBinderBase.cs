using Google.Protobuf;

namespace KvFleet.Grpc;

/// <summary>Collects the methods of a service; named after its counterpart in Grpc.Core.Api.</summary>
public abstract class ServiceBinderBase
{
    /// <summary>Adds one unary method.</summary>
    /// <typeparam name="TRequest">The message received.</typeparam>
    /// <typeparam name="TResponse">The message answered.</typeparam>
    /// <param name="method">Name and decoder.</param>
    /// <param name="handler">What serves it; calls run concurrently.</param>
    public abstract void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>;
}
