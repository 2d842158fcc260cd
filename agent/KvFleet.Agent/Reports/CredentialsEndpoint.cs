using System.Text.Json;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Volumes;
using KvFleet.Api;
using KvFleet.Api.Reports;
using Microsoft.AspNetCore.Http.Features;

namespace KvFleet.Agent.Reports;

/// <summary><c>PUT /v1/pools/{uid}/resp</c>: the operator hands over what a pool is served with over the Redis protocol. It is kept in memory only.</summary>
internal sealed class CredentialsEndpoint(AgentLoop loop, RespDoors doors, RequestGate gate)
{
    /// <summary>Path of the request.</summary>
    public const string Path = "/v1/pools/{uid}/resp";

    private const int MaxBodyBytes = 256 * 1024;

    /// <summary>Serves one request.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context))
            return;
        // Nothing else that this server answers has a body.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBodyBytes;
        RespCredentials? credentials;
        try
        {
            credentials = await JsonSerializer.DeserializeAsync(context.Request.Body, KvFleetJsonContext.Default.RespCredentials, context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            // The message of the exception may quote what was sent.
            await gate.RefuseAsync(context, StatusCodes.Status400BadRequest, "BadRequest", $"The body must be JSON with version and password, at most {MaxBodyBytes} bytes.");
            return;
        }

        if (credentials is null)
        {
            await gate.RefuseAsync(context, StatusCodes.Status400BadRequest, "BadRequest", "The body is null.");
            return;
        }

        var uid = (string)context.Request.RouteValues["uid"]!;
        var (isKnown, problem) = await loop.AskAsync(() => (doors.Give(uid, credentials, out var found), found), context.RequestAborted);
        if (!isKnown)
            await gate.RefuseAsync(context, StatusCodes.Status404NotFound, "PoolNotServed", "This node's assignments do not ask for the pool to be served over the Redis protocol (yet).");
        else if (problem is not null)
            await gate.RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, "NotUsable", problem);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
