using System.Globalization;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Exporters;

/// <summary>Finds the exporters: pods by label, or one address for every node.</summary>
/// <param name="client">Lists pods: the operator's own copy of them has no labels of others.</param>
/// <param name="nodes">The nodes.</param>
/// <param name="selectors">Pods that are exporters.</param>
/// <param name="url">A page of every node, with <c>{node}</c> for its address; empty for none.</param>
internal sealed class ExporterDirectory(IKubernetesClient client, IInformer<V1Node> nodes, IReadOnlyList<ExporterSelector> selectors, string url)
{
    /// <summary>Those that can be asked now. One a node: the first found.</summary>
    public async Task<IReadOnlyList<ExporterTarget>> FindAsync(CancellationToken cancellationToken)
    {
        var targets = new Dictionary<string, ExporterTarget>(StringComparer.Ordinal);
        foreach (var selector in selectors)
        {
            foreach (var pod in await client.ListAsync<V1Pod>(labelSelector: selector.Labels, cancellationToken: cancellationToken))
            {
                if (AgentEndpoint.Of(pod) is { } endpoint)
                    targets.TryAdd(endpoint.Node, new ExporterTarget(endpoint.Node, new UriBuilder("http", endpoint.Address.ToString(), selector.Port, "/metrics").Uri));
            }
        }

        if (url.Length > 0)
        {
            foreach (var node in nodes.Store.List())
                targets.TryAdd(node.Name(), new ExporterTarget(node.Name(), new Uri(url.Replace("{node}", Address(node), StringComparison.Ordinal))));
        }

        return [.. targets.Values];
    }

    private static string Address(V1Node node)
    {
        var address = node.Status?.Addresses?.FirstOrDefault(static entry => entry.Type == "InternalIP")?.Address ?? node.Name();
        return address.Contains(':', StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"[{address}]") : address;
    }
}
