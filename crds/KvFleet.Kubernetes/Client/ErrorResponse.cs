using System.Text;
using System.Text.Json;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>Turns an answer that is no success into an exception.</summary>
internal static class ErrorResponse
{
    private const int MaxText = 512;

    public static async Task<KubernetesApiException> ReadAsync(
        KubernetesRequest request, HttpResponseMessage response, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var body = await PooledBody.ReadAsync(response.Content, cancellationToken);
        return new KubernetesApiException(Parse(body.Span, request, response), request.ToString(), RetryAfter(response, timeProvider));
    }

    private static V1Status Parse(ReadOnlySpan<byte> body, KubernetesRequest request, HttpResponseMessage response)
    {
        V1Status? status = null;
        try
        {
            if (response.Content.Headers.ContentType?.MediaType is "application/json")
                status = JsonSerializer.Deserialize(body, KubernetesJsonContext.Default.V1Status);
        }
        catch (JsonException)
        {
            // Not the API server but something in between: its text is all there is.
        }

        status ??= new V1Status { Message = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxText)]).Trim() };
        status.Code = (int)response.StatusCode;
        if (string.IsNullOrEmpty(status.Reason))
            status.Reason = StatusReasonOfCode.Of((int)response.StatusCode, request.Method);
        if (string.IsNullOrEmpty(status.Message))
            status.Message = response.ReasonPhrase ?? "no message";
        return status;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        if (response.Headers.RetryAfter is not { } header)
            return null;
        var wait = header.Delta ?? header.Date - timeProvider.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
