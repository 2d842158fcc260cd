using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Tests.Metadata;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>Clients whose server is a function.</summary>
internal static class Scripted
{
    public static KubernetesClient Client(
        ScriptedHandler handler,
        Func<KubernetesClientOptions, KubernetesClientOptions>? configure = null,
        KubernetesClientMetrics? metrics = null,
        ILogger<KubernetesClient>? logger = null)
    {
        var options = new KubernetesClientOptions { HandlerFactory = () => handler, Json = KubernetesJson.CreateOptions(SampleJsonContext.Default) };
        return new KubernetesClient(
            new KubernetesClientConfiguration { Host = new Uri("https://api.test:6443") }, configure?.Invoke(options) ?? options, null, metrics, logger);
    }
}
