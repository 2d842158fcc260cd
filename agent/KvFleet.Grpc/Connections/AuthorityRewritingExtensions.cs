using Microsoft.AspNetCore.Connections;

namespace KvFleet.Grpc.Connections;

/// <summary>Makes an endpoint accept clients that send no valid <c>:authority</c>.</summary>
public static class AuthorityRewritingExtensions
{
    /// <summary>
    /// Replaces the <c>:authority</c> of every request by <c>localhost</c> before the server reads it.
    /// </summary>
    /// <remarks>
    /// For Unix sockets only, where an authority says nothing: old releases of grpc-go send the socket's path there, Kestrel
    /// resets such streams with PROTOCOL_ERROR, and no option makes it lenient. Works for HTTP/2 without TLS.
    /// </remarks>
    /// <param name="builder">The endpoint's connections.</param>
    /// <returns><paramref name="builder"/>, to go on with.</returns>
    public static IConnectionBuilder UseAuthorityRewriting(this IConnectionBuilder builder) =>
        builder.Use(next => new AuthorityRewritingMiddleware(next).OnConnectionAsync);
}
