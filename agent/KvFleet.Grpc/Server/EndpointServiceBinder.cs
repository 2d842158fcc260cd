using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace KvFleet.Grpc.Server;

/// <summary>Turns each method of a service into an endpoint.</summary>
internal sealed class EndpointServiceBinder(IEndpointRouteBuilder endpoints, GrpcServiceOptions options, ILogger logger) : ServiceBinderBase
{
    /// <inheritdoc />
    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler) =>
        endpoints.MapPost(method.FullName, new UnaryCallHandler<TRequest, TResponse>(method, handler, options, logger).HandleAsync);
}
