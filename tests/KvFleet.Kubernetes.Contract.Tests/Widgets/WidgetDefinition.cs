using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Widgets;

/// <summary>Installs the definition of widgets and removes it.</summary>
internal static class WidgetDefinition
{
    public const string Group = "contract.kvfleet.test";

    public const string Name = "widgets." + Group;

    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.contract.kvfleet.test"},
         "spec":{"group":"contract.kvfleet.test","scope":"Namespaced","names":{"kind":"Widget","listKind":"WidgetList","plural":"widgets","singular":"widget","shortNames":["wgt"]},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"schema":{"openAPIV3Schema":{"type":"object","properties":{
           "spec":{"type":"object","properties":{"size":{"type":"integer","minimum":0},"color":{"type":"string"},
            "parts":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{"type":"object","required":["name"],"properties":{
             "name":{"type":"string"},"count":{"type":"integer"},"note":{"type":"string"}}}},
            "tags":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
            "steps":{"type":"array","x-kubernetes-list-type":"atomic","items":{"type":"string"}}}},
           "status":{"type":"object","properties":{"observed":{"type":"integer"},"conditions":{"type":"array","x-kubernetes-list-type":"map",
            "x-kubernetes-list-map-keys":["type"],"items":{"type":"object","required":["type"],"properties":{"type":{"type":"string"},"status":{"type":"string"},
             "reason":{"type":"string"},"message":{"type":"string"},"lastTransitionTime":{"type":"string","format":"date-time"},"observedGeneration":{"type":"integer"}}}}}}}}}}]}}
        """;

    public static async Task InstallAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        var path = $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{Name}?fieldManager=contract&force=true";
        await client.Raw.SendAsync(HttpMethod.Patch, path, JsonNode.Parse(Definition), "application/apply-patch+yaml", cancellationToken);
        // It is in discovery before it can be listed.
        while (!await client.Discovery.HasResourceAsync<Widget>(cancellationToken) || !await IsServedAsync(client, cancellationToken))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
    }

    public static async Task<bool> IsInstalledAsync(IKubernetesClient client) => await client.GetAsync<V1CustomResourceDefinition>(Name) is not null;

    public static Task RemoveAsync(IKubernetesClient client) => client.DeleteAsync<V1CustomResourceDefinition>(Name);

    private static async Task<bool> IsServedAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.ListPageAsync<Widget>(new ListRequest { Limit = 1 }, cancellationToken);
            return true;
        }
        catch (KubernetesApiException)
        {
            return false;
        }
    }
}
