using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace KvFleet.Grpc.Server;

/// <summary>The HTTP side of gRPC: which requests are gRPC at all, and how a status travels.</summary>
internal static class GrpcProtocol
{
    private const string ContentType = "application/grpc";
    private const string StatusTrailer = "grpc-status";
    private const string MessageTrailer = "grpc-message";

    /// <summary>
    /// Says whether the request speaks gRPC, and answers it with the HTTP status that fits when it does not. An HTTP/1.1
    /// request never reaches a handler, wherever the service is mapped.
    /// </summary>
    /// <param name="context">The request.</param>
    public static bool Accept(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers[HeaderNames.Upgrade] = "h2c";
            return false;
        }

        if (!IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        context.Response.ContentType = ContentType;
        context.Response.Headers["grpc-accept-encoding"] = "identity";
        return true;
    }

    /// <summary>Appends the trailers that end the call.</summary>
    /// <param name="response">The response.</param>
    /// <param name="status">How the call ended.</param>
    public static void AppendStatus(HttpResponse response, Status status)
    {
        response.AppendTrailer(StatusTrailer, ((int)status.StatusCode).ToString());
        if (status.Detail.Length > 0)
        {
            response.AppendTrailer(MessageTrailer, StatusMessage.Encode(status.Detail));
        }
    }

    private static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');
}
