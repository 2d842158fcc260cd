using KvFleet.Agent.Telemetry;

namespace KvFleet.Agent.Reports;

/// <summary>Lets only the operator in, and says why not.</summary>
internal sealed class RequestGate(ITokenReviewer tokens, AgentMetrics metrics)
{
    private const string Scheme = "Bearer ";

    /// <summary>Checks who asks; answers who may not.</summary>
    /// <returns>Whether the request is to be served.</returns>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        var token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        var verdict = await tokens.ReviewAsync(token, context.RequestAborted);
        if (verdict.Status == StatusCodes.Status200OK)
            return true;
        await RefuseAsync(context, verdict.Status, verdict.Reason, verdict.Message!);
        return false;
    }

    /// <summary>Answers with an error.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="reason">Machine-readable.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public Task RefuseAsync(HttpContext context, int status, string reason, string message)
    {
        metrics.ReportRequested(reason);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{TokenReviewer.Audience}\"";
        return context.Response.WriteAsync($"{reason}: {message}\n", context.RequestAborted);
    }
}
