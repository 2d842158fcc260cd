using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Grpc.Server;

/// <summary>Maps services to endpoints.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of <paramref name="service"/> to its path.</summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="service">The service; one instance serves all calls.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    /// <returns><paramref name="endpoints"/>, to go on with.</returns>
    public static IEndpointRouteBuilder MapGrpcService(
        this IEndpointRouteBuilder endpoints, IGrpcService service, GrpcServiceOptions? options = null)
    {
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(service.GetType());
        service.BindService(new EndpointServiceBinder(endpoints, options ?? new GrpcServiceOptions(), logger));
        return endpoints;
    }

    /// <summary>
    /// Answers every gRPC call that nothing else is mapped to with <see cref="StatusCode.Unimplemented"/>, which callers
    /// take as "this server does not have that", where a 404 would look like a broken connection.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <returns><paramref name="endpoints"/>, to go on with.</returns>
    public static IEndpointRouteBuilder MapGrpcUnimplemented(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapFallback("{**path}", (RequestDelegate)(context =>
        {
            if (GrpcProtocol.Accept(context))
            {
                GrpcProtocol.AppendStatus(
                    context.Response, new Status(StatusCode.Unimplemented, $"there is no method {context.Request.Path} here"));
            }

            return Task.CompletedTask;
        }));
        return endpoints;
    }
}
