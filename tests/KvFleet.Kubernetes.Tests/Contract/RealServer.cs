using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Contract;

/// <summary>Installs the sample definition on the server that <c>KVFLEET_E2E_KUBECONFIG</c> names, and removes it at the end.</summary>
public sealed class RealServer : IAsyncLifetime
{
    public const string SkipReason = "KVFLEET_E2E_KUBECONFIG names no server.";

    private const string Name = "samples.kvfleet.test";

    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"samples.kvfleet.test"},
         "spec":{"group":"kvfleet.test","scope":"Namespaced","names":{"kind":"Sample","listKind":"SampleList","plural":"samples","singular":"sample"},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"schema":{"openAPIV3Schema":{"type":"object","properties":{
           "spec":{"type":"object","properties":{"size":{"type":"integer"},"color":{"type":"string"}}},
           "status":{"type":"object","properties":{"observed":{"type":"integer"},"conditions":{"type":"array","x-kubernetes-list-type":"map",
            "x-kubernetes-list-map-keys":["type"],"items":{"type":"object","required":["type"],"properties":{"type":{"type":"string"},"status":{"type":"string"},
             "reason":{"type":"string"},"message":{"type":"string"},"lastTransitionTime":{"type":"string","format":"date-time"},"observedGeneration":{"type":"integer"}}}}}}}}}}]}}
        """;

    public IKubernetesClient? Client { get; private set; }

    public static IKubernetesClient Connect() => new KubernetesClient(
        KubernetesClientConfiguration.FromKubeConfig(Environment.GetEnvironmentVariable("KVFLEET_E2E_KUBECONFIG")!),
        new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(SampleJsonContext.Default) });

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KVFLEET_E2E_KUBECONFIG")))
            return;
        Client = Connect();
        var path = $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{Name}?fieldManager=contract&force=true";
        await Client.Raw.SendAsync(HttpMethod.Patch, path, JsonNode.Parse(Definition), "application/apply-patch+yaml");
        while (!await Client.Discovery.HasResourceAsync<SampleEntity>())
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (Client is null)
            return;
        await Client.DeleteAsync<V1CustomResourceDefinition>(Name);
        Client.Dispose();
    }
}
