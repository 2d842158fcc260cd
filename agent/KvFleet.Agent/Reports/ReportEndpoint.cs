using System.Globalization;
using System.Text.Json;
using KvFleet.Agent.Telemetry;
using KvFleet.Api;

namespace KvFleet.Agent.Reports;

/// <summary><c>GET /v1/report?since=SEQUENCE&amp;waitSeconds=N</c>.</summary>
internal sealed class ReportEndpoint(ReportFeed feed, RequestGate gate, AgentMetrics metrics)
{
    /// <summary>Path of the report.</summary>
    public const string Path = "/v1/report";

    /// <summary>Longest wait of a long poll.</summary>
    public const int MaxWaitSeconds = 60;

    /// <summary>Serves one request.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context))
            return;
        if (!TryRead(context.Request.Query["since"], 0, long.MaxValue, out var since))
        {
            await gate.RefuseAsync(context, StatusCodes.Status400BadRequest, "BadRequest", "since must be a sequence, a whole number.");
            return;
        }

        if (!TryRead(context.Request.Query["waitSeconds"], 0, MaxWaitSeconds, out var wait))
        {
            await gate.RefuseAsync(context, StatusCodes.Status400BadRequest, "BadRequest", $"waitSeconds must be a whole number from 0 to {MaxWaitSeconds}.");
            return;
        }

        var report = await feed.ReadAsync(since, TimeSpan.FromSeconds(wait ?? 0), context.RequestAborted);
        metrics.ReportRequested("ok");
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(context.Response.Body, report, KvFleetJsonContext.Default.AgentReport, context.RequestAborted);
    }

    private static bool TryRead(string? text, long least, long most, out long? value)
    {
        value = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            return false;
        value = number;
        return true;
    }
}
