using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using KvFleet.Api;
using KvFleet.Api.Reports;
using KvFleet.Operator.Options;
using KvFleet.Operator.Security;

namespace KvFleet.Operator.Telemetry;

/// <summary>Asks agents over HTTPS. Only the fleet's own certificates are spoken to, and the token shown to them is good for nothing else.</summary>
public sealed class AgentReportClient : IAgentReportClient, IDisposable
{
    // A node with hundreds of pools and holders reports some 100 KiB; more is not ours.
    private const int MaxReportBytes = 4 << 20;

    private readonly HttpClient _http;
    private readonly TelemetryOptions _options;
    private readonly int _port;
    private readonly TimeProvider _time;

    /// <summary>Makes the client.</summary>
    /// <param name="trust">Whom to speak to.</param>
    /// <param name="options">Timeouts and the token.</param>
    /// <param name="port">The agents' port.</param>
    /// <param name="time">The clock of timeouts.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The HttpClient disposes its handler.")]
    public AgentReportClient(AgentTrust trust, TelemetryOptions options, int port, TimeProvider time)
    {
        _options = options;
        _port = port;
        _time = time;
        _http = new HttpClient(Handler(trust, options), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxReportBytes };
    }

    /// <inheritdoc/>
    public Task<AgentReport> GetAsync(IPAddress address, long since, TimeSpan wait, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"v1/report?since={since}&waitSeconds={(int)wait.TotalSeconds}");
        return SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, Uri(address, path)),
            async (body, given) => await JsonSerializer.DeserializeAsync(body, KvFleetJsonContext.Default.AgentReport, given) ?? throw new JsonException("it answered null"),
            wait + _options.ConnectTimeout + _options.AnswerTimeout,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task PutRespAsync(IPAddress address, string poolUid, RespCredentials credentials, CancellationToken cancellationToken) => SendAsync(
        () => new HttpRequestMessage(HttpMethod.Put, Uri(address, $"v1/pools/{System.Uri.EscapeDataString(poolUid)}/resp"))
        {
            Content = JsonContent.Create(credentials, KvFleetJsonContext.Default.RespCredentials),
        },
        static (_, _) => Task.FromResult(true),
        _options.ConnectTimeout + _options.AnswerTimeout,
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> make, Func<Stream, CancellationToken, Task<T>> read, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var request = make();
        try
        {
            var token = await File.ReadAllTextAsync(_options.TokenFile, either.Token);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            if (!response.IsSuccessStatusCode)
                throw new HttpRequestException($"it answered {(int)response.StatusCode} {response.ReasonPhrase}", inner: null, response.StatusCode);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await read(body, either.Token);
        }
        catch (OperationCanceledException error) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"it did not answer within {patience.TotalSeconds:0} seconds", error);
        }
    }

    private Uri Uri(IPAddress address, string path)
    {
        var host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"https://{host}:{_port}/{path}"));
    }

    private static SocketsHttpHandler Handler(AgentTrust trust, TelemetryOptions options) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),

        // A certificate is looked at only when a connection opens: renewed ones must come into effect.
        PooledConnectionLifetime = TimeSpan.FromHours(1),
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, errors) => trust.Accepts(certificate, errors) },
    };
}
