using System.Diagnostics;
using System.Globalization;
using KvFleet.Kubernetes.Diagnostics;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Client;

/// <summary>What others get to see of requests: metrics, spans, logs.</summary>
internal sealed partial class RequestTelemetry(
    KubernetesClientMetrics metrics, Uri server, KubernetesClientOptions options, TimeProvider timeProvider, ILogger logger)
{
    private readonly WarningLog _warnings = new(logger);
    private readonly string _authority = server.Authority;

    /// <summary>Begins to observe one attempt. End it with <see cref="Answered"/> or <see cref="Failed"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="message">The message that is about to be sent; gets the trace context where that is wanted.</param>
    /// <param name="resends">How often the request was sent before.</param>
    public Attempt Begin(KubernetesRequest request, HttpRequestMessage message, int resends)
    {
        var span = StartSpan(request, message, resends);
        if (options.PropagateTraceContext && (span ?? Activity.Current) is { } current)
            DistributedContextPropagator.Current.Inject(current, message, static (carrier, name, value) => ((HttpRequestMessage)carrier!).Headers.TryAddWithoutValidation(name, value));
        return new Attempt(request, span, timeProvider.GetTimestamp());
    }

    public void Answered(in Attempt attempt, HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        var duration = timeProvider.GetElapsedTime(attempt.Started);
        metrics.Count(code, attempt.Request.Method.Method, _authority, duration);
        LogAnswer(attempt.Request, code, duration.TotalMilliseconds);
        _warnings.Write(attempt.Request, response);
        if (attempt.Span is not { } span)
            return;
        span.SetTag("http.response.status_code", code);
        span.SetTag("network.protocol.version", response.Version.Major == 1 ? response.Version.ToString(2) : response.Version.ToString(1));
        if (code >= 400)
            Fail(span, code.ToString(CultureInfo.InvariantCulture), null);
        span.Dispose();
    }

    public void Failed(in Attempt attempt, Exception exception)
    {
        var duration = timeProvider.GetElapsedTime(attempt.Started);
        metrics.Count(null, attempt.Request.Method.Method, _authority, duration);
        LogNoAnswer(attempt.Request, exception.Message, duration.TotalMilliseconds);
        if (attempt.Span is not { } span)
            return;
        Fail(span, exception.GetType().FullName!, exception.Message);
        span.Dispose();
    }

    public void SendsAgain(KubernetesRequest request, int code, TimeSpan wait)
    {
        metrics.CountRetry(code, request.Method.Method, _authority);
        LogRetry(request, code, wait);
    }

    // Names and values: OpenTelemetry semantic conventions for HTTP client spans, one span for each attempt.
    private Activity? StartSpan(KubernetesRequest request, HttpRequestMessage message, int resends)
    {
        if (!KubernetesTracing.Source.HasListeners())
            return null;
        var template = UrlTemplate.Of(request.Path);
        var span = KubernetesTracing.Source.StartActivity($"{request.Method.Method} {template}", ActivityKind.Client);
        if (span is not { IsAllDataRequested: true })
            return span;
        span.SetTag("http.request.method", request.Method.Method);
        span.SetTag("server.address", server.IdnHost);
        span.SetTag("server.port", server.Port);
        span.SetTag("url.full", message.RequestUri!.AbsoluteUri);
        span.SetTag("url.template", template);
        if (resends > 0)
            span.SetTag("http.request.resend_count", resends);
        return span;
    }

    private static void Fail(Activity span, string type, string? description)
    {
        span.SetTag("error.type", type);
        span.SetStatus(ActivityStatusCode.Error, description);
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "The API server answered {Request} with {Code}; it is sent again after {Wait}")]
    private partial void LogRetry(KubernetesRequest request, int code, TimeSpan wait);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Debug, Message = "{Request} was answered with {Code} after {Milliseconds} ms")]
    private partial void LogAnswer(KubernetesRequest request, int code, double milliseconds);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Debug, Message = "{Request} got no answer in {Milliseconds} ms: {Reason}")]
    private partial void LogNoAnswer(KubernetesRequest request, string reason, double milliseconds);

    /// <summary>One attempt under way.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="Span">Its span; null when nobody listens.</param>
    /// <param name="Started">When it began.</param>
    internal readonly record struct Attempt(KubernetesRequest Request, Activity? Span, long Started);
}
