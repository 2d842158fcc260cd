using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>Answers each request by a function, and keeps what was asked.</summary>
internal sealed class ScriptedHandler(Func<HttpRequestMessage, string?, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>Method, path and body of each request.</summary>
    public ConcurrentQueue<(string Request, string? Body)> Requests { get; } = new();

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Headers { get; } = new();

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Refuse(int code, string reason) =>
        Json($$"""{"kind":"Status","status":"Failure","code":{{code}},"reason":"{{reason}}","message":"scripted"}""", (HttpStatusCode)code);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Headers.Enqueue(request.Headers.NonValidated.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        Requests.Enqueue(($"{request.Method} {request.RequestUri!.PathAndQuery}", body));
        return answer(request, body);
    }
}
