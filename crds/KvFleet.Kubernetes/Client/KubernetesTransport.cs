using System.Net;
using System.Net.Http.Headers;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.LeaderElection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Client;

/// <summary>Sends requests: credentials, time limits, waiting when the server asks for it, errors, metrics.</summary>
internal sealed class KubernetesTransport(
    KubernetesClientConfiguration configuration,
    KubernetesClientOptions options,
    TimeProvider timeProvider,
    KubernetesClientMetrics metrics,
    ILogger logger) : IDisposable
{
    private readonly HttpInvokers _invokers = new(configuration, options.HandlerFactory);
    private readonly Uri _base = new(configuration.Host.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    private readonly ImpersonationHeaders _impersonation = new(configuration.Impersonation);
    private readonly RequestTelemetry _telemetry = new(metrics, configuration.Host, options, timeProvider, logger);

    /// <inheritdoc cref="KubernetesClientOptions.RequestTimeout"/>
    public TimeSpan RequestTimeout => options.RequestTimeout;

    /// <summary>Sends a request and reads its whole answer.</summary>
    public Task<PooledBody> SendAsync(KubernetesRequest request, CancellationToken cancellationToken) => RunAsync(
        request,
        static async (response, cancellation) =>
        {
            using (response)
                return await PooledBody.ReadAsync(response.Content, cancellation);
        },
        cancellationToken);

    /// <summary>Sends a request and returns once the answer begins. The caller reads the body, without a limit, and disposes it.</summary>
    public Task<HttpResponseMessage> OpenAsync(KubernetesRequest request, CancellationToken cancellationToken) =>
        RunAsync(request, static (response, _) => Task.FromResult(response), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _invokers.Dispose();

    /// <param name="request">The request.</param>
    /// <param name="take">Takes over the answer to a request that succeeded.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    private async Task<T> RunAsync<T>(
        KubernetesRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> take, CancellationToken cancellationToken)
    {
        var retries = 0;
        var refreshed = false;
        while (true)
        {
            TimeSpan wait;
            // Outside the time limit: a credential program may have to ask somebody, and has a limit of its own.
            var authorization = await configuration.Credentials.GetAuthorizationAsync(cancellationToken);
            if (request.Method != HttpMethod.Get)
                LeaderWork.ThrowIfOver();
            using (var limit = new RequestLimit(request, options.RequestTimeout, timeProvider, cancellationToken))
            {
                try
                {
                    var response = await ExchangeAsync(request, authorization, retries + (refreshed ? 1 : 0), limit.Token);
                    if (response.IsSuccessStatusCode)
                        return await take(response, limit.Token);
                    using (response)
                    {
                        var error = await ErrorResponse.ReadAsync(request, response, timeProvider, limit.Token);
                        if (!ShouldRetry(error, authorization, ref refreshed, ref retries, out wait))
                            throw error;
                        _telemetry.SendsAgain(request, (int)error.StatusCode, wait);
                    }
                }
                catch (OperationCanceledException e)
                {
                    throw limit.Explain(e);
                }
                catch (IOException e)
                {
                    throw new HttpRequestException($"{request}: the connection broke off in the middle of the answer: {e.Message}", e);
                }
            }

            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, timeProvider, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(
        KubernetesRequest request, AuthenticationHeaderValue? authorization, int resends, CancellationToken cancellationToken)
    {
        using var message = Build(request, authorization);
        var attempt = _telemetry.Begin(request, message, resends);
        try
        {
            var response = await _invokers.Current.SendAsync(message, cancellationToken);
            _telemetry.Answered(attempt, response);
            return response;
        }
        catch (Exception e)
        {
            _telemetry.Failed(attempt, e);
            throw;
        }
    }

    private HttpRequestMessage Build(KubernetesRequest request, AuthenticationHeaderValue? authorization)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_base, request.Path.TrimStart('/')))
        {
            Version = _impersonation.NeedsHttp11 ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Authorization = authorization;
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        // The handler takes the name for TLS (SNI and verification) from the Host header and ignores SslOptions.TargetHost.
        if (configuration.TlsServerName is { } name)
            message.Headers.Host = name;
        _impersonation.AddTo(message);
        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        return message;
    }

    private bool ShouldRetry(
        KubernetesApiException error, AuthenticationHeaderValue? authorization, ref bool refreshed, ref int retries, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (error.StatusCode == HttpStatusCode.Unauthorized && !refreshed)
        {
            refreshed = true;
            return configuration.Credentials.Invalidate(authorization);
        }

        // Both say that nothing was done, so that sending a POST again is safe, too. Other failures are not for here, even of reads and with a time: a version that is
        // too large is a 504 that asks to wait, and an informer answers it by asking for another version.
        wait = error.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => error.RetryAfter ?? TimeSpan.FromSeconds(1),
            HttpStatusCode.ServiceUnavailable when error.RetryAfter is { } asked => asked,
            _ => Timeout.InfiniteTimeSpan,
        };
        return wait >= TimeSpan.Zero && wait <= options.MaxRetryAfter && retries++ < options.MaxRetries;
    }
}
