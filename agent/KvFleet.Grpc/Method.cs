using Google.Protobuf;

namespace KvFleet.Grpc;

/// <summary>The name and the message types of one unary method.</summary>
/// <typeparam name="TRequest">The message received.</typeparam>
/// <typeparam name="TResponse">The message answered.</typeparam>
/// <param name="ServiceName">The service with its protobuf package, e.g. <c>csi.v1.Node</c>.</param>
/// <param name="Name">The method's own name, e.g. <c>NodeGetInfo</c>.</param>
/// <param name="RequestParser">Decodes the request; the <c>Parser</c> of the generated message.</param>
public sealed record Method<TRequest, TResponse>(string ServiceName, string Name, MessageParser<TRequest> RequestParser)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>The path that HTTP/2 carries: <c>/package.Service/Method</c>.</summary>
    public string FullName { get; } = $"/{ServiceName}/{Name}";
}
