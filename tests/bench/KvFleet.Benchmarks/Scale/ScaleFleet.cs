using System.Text.Json.Nodes;
using KvFleet.Benchmarks.Processes;
using KvFleet.Kubernetes.Client;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Scale;

/// <summary>Makes 1,000 Node objects, 20 pools and what belongs to them. No machine stands behind any of it.</summary>
internal static class ScaleFleet
{
    internal const int Nodes = 1000;
    internal const int Pools = 20;
    internal const string Namespace = "ai";
    internal const string System = "kvfleet-system";

    internal static string NodeName(int node) => $"node-{node:0000}";

    internal static async Task CreateAsync(IKubernetesClient client, string kubeConfig, int nodes, int pools, bool agents, CancellationToken cancellationToken)
    {
        var crds = Path.Combine(RepositoryFolder.Root, "crds");
        await Commands.RunAsync("kubectl", ["--kubeconfig", kubeConfig, "apply", "--validate=false", "-k", crds], cancellationToken);
        await Commands.RunAsync("kubectl", ["--kubeconfig", kubeConfig, "wait", "--for=condition=Established", "--timeout=60s", "crd", "kvcachepools.kvfleet.io", "kvcachenodes.kvfleet.io"], cancellationToken);
        foreach (var name in (string[])[Namespace, System])
            await PostAsync(client, "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{name}}}"}}""", cancellationToken);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, nodes), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (node, token) =>
            {
                await CreateNodeAsync(client, node, pools, token);
                if (agents)
                    await CreateAgentAsync(client, node, token);
            });
        for (var pool = 0; pool < pools; pool++)
            await CreatePoolAsync(client, pool, cancellationToken);
    }

    // Every node holds a part of one pool and is held by others' pods for a part.
    private static async Task CreateNodeAsync(IKubernetesClient client, int node, int pools, CancellationToken cancellationToken)
    {
        var name = NodeName(node);
        await PostAsync(
            client,
            "/api/v1/nodes",
            $$$"""{"metadata":{"name":"{{{name}}}","labels":{"kubernetes.io/os":"linux","kubernetes.io/hostname":"{{{name}}}","fleet":"f{{{node % pools}}}","nvidia.com/gpu.product":"NVIDIA-H100-80GB-HBM3"} } }""",
            cancellationToken);
        await StatusAsync(
            client,
            $"/api/v1/nodes/{name}/status",
            """{"status":{"capacity":{"memory":"1Ti","cpu":"96","pods":"110","nvidia.com/gpu":"8"},"allocatable":{"memory":"1Ti","cpu":"96","pods":"110","nvidia.com/gpu":"8"},"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","lastHeartbeatTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""",
            cancellationToken);
    }

    private static async Task CreateAgentAsync(IKubernetesClient client, int node, CancellationToken cancellationToken)
    {
        await PostAsync(
            client,
            $"/api/v1/namespaces/{System}/pods",
            $$$"""{"metadata":{"name":"kvfleet-agent-{{{node}}}","labels":{"app.kubernetes.io/name":"kvfleet","app.kubernetes.io/managed-by":"kvfleet","app.kubernetes.io/component":"agent"}},"spec":{"nodeName":"{{{NodeName(node)}}}","containers":[{"name":"serve","image":"none"}]}}""",
            cancellationToken);
        await StatusAsync(
            client,
            $"/api/v1/namespaces/{System}/pods/kvfleet-agent-{node}/status",
            $$$"""{"status":{"phase":"Running","podIP":"{{{AnsweringAgents.AddressOf(node)}}}","podIPs":[{"ip":"{{{AnsweringAgents.AddressOf(node)}}}"}]}}""",
            cancellationToken);
    }

    private static Task CreatePoolAsync(IKubernetesClient client, int pool, CancellationToken cancellationToken) => PostAsync(
        client,
        $"/apis/kvfleet.io/v1alpha1/namespaces/{Namespace}/kvcachepools",
        $$$"""{"apiVersion":"kvfleet.io/v1alpha1","kind":"KVCachePool","metadata":{"name":"pool-{{{pool:00}}}"},"spec":{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct"},"capacity":"10Ti","nodeSelector":{"fleet":"f{{{pool}}}"} } }""",
        cancellationToken);

    private static async Task PostAsync(IKubernetesClient client, string path, string body, CancellationToken cancellationToken) =>
        await client.Raw.SendAsync(HttpMethod.Post, path, JsonNode.Parse(body), cancellationToken: cancellationToken);

    private static async Task StatusAsync(IKubernetesClient client, string path, string body, CancellationToken cancellationToken) =>
        await client.Raw.SendAsync(HttpMethod.Patch, path, JsonNode.Parse(body), "application/merge-patch+json", cancellationToken);
}
