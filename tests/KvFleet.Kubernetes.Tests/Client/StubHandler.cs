using System.Net;
using System.Text;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>Answers every request with the same text.</summary>
internal sealed class StubHandler(string body, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json") : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) });
}
