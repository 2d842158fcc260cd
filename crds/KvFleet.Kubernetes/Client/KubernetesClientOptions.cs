using System.Text.Json;

namespace KvFleet.Kubernetes.Client;

/// <summary>How the client behaves.</summary>
public sealed record KubernetesClientOptions
{
    /// <summary>Most time for one attempt of a request, its body included. For watches and lists: until the first byte of the answer; and in a list, between two reads.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is sent again that the server answered with 429, or with 503 and <c>Retry-After</c>.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>Longest wait that the server may ask for; more becomes an exception whose <see cref="KubernetesApiException.RetryAfter"/> tells.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the server's audit log shows; by default <c>program/version (os/arch) kubernetes/library</c>.</summary>
    public string UserAgent { get; init; } = Client.UserAgent.Default;

    /// <summary>
    /// Sends the caller's trace context (W3C <c>traceparent</c>) to the API server, whose own spans then join the trace where its tracing is on.
    /// Off by default: the header tells the server about other systems, and a sampled one makes it record spans.
    /// </summary>
    public bool PropagateTraceContext { get; init; }

    /// <summary>JSON metadata of all types that are used. See <see cref="KubernetesJson.CreateOptions"/>.</summary>
    public JsonSerializerOptions Json { get; init; } = KubernetesJson.CreateOptions();

    /// <summary>Makes the innermost handler, for tests; null for sockets.</summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }
}
