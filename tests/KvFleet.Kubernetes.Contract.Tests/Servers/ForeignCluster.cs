using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Servers;

/// <summary>What the suite makes on somebody else's cluster, and how it goes again: this run's at its end, and what a run left that was killed.</summary>
internal sealed class ForeignCluster(IKubernetesClient client)
{
    /// <summary>Namespaces carry it, with the run as its value.</summary>
    private const string Label = WidgetDefinition.Group + "/run";

    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string Run = Guid.NewGuid().ToString("N")[..12];

    /// <summary>Labels of a namespace: whose it is, and that pods of any kind may be tried in it.</summary>
    public static IDictionary<string, string> Labels => new Dictionary<string, string> { [Label] = Run, ["pod-security.kubernetes.io/enforce"] = "privileged" };

    /// <summary>Takes away what is older than any run is long.</summary>
    public async Task RemoveStaleAsync()
    {
        var before = TimeProvider.System.GetUtcNow() - Stale;
        foreach (var left in (await client.ListAsync<V1Namespace>(labelSelector: Label)).Where(n => n.Metadata.CreationTimestamp < before))
            await RemoveNamespaceAsync(left.Name());
        var definitions = await client.ListAsync<V1CustomResourceDefinition>();
        foreach (var left in definitions.Where(d => TemporaryDefinition.IsOne(d.Name()) && d.Metadata.CreationTimestamp < before))
            await client.DeleteAsync(left);
    }

    /// <summary>Begins to remove a namespace with all that is in it. Finalizers that a case left would hold it for ever.</summary>
    /// <param name="name">The namespace.</param>
    public async Task RemoveNamespaceAsync(string name)
    {
        await LetGoAsync<V1ConfigMap>(name);
        if (await client.Discovery.HasResourceAsync<Widget>())
            await LetGoAsync<Widget>(name);
        await client.DeleteAsync<V1Namespace>(name);
    }

    /// <summary>Waits until this run's namespaces are gone, and then takes the definition of widgets away.</summary>
    /// <exception cref="TimeoutException">Something stays.</exception>
    public async Task LeaveAsync()
    {
        await GoneAsync("namespaces", async () => [.. (await client.ListAsync<V1Namespace>(labelSelector: $"{Label}={Run}")).Select(n => n.Name())]);
        await WidgetDefinition.RemoveAsync(client);
        await GoneAsync("definitions", async () => await WidgetDefinition.IsInstalledAsync(client) ? [WidgetDefinition.Name] : []);
    }

    private async Task LetGoAsync<TEntity>(string @namespace)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var nothing = KubernetesPatch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } });
        foreach (var held in (await client.ListAsync<TEntity>(@namespace)).Where(o => o.Metadata.Finalizers is { Count: > 0 }))
        {
            try
            {
                await client.PatchAsync<TEntity>(held.Name(), @namespace, nothing);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                // It went by itself.
            }
        }
    }

    private static async Task GoneAsync(string what, Func<Task<string[]>> find)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await find() is { Length: > 0 } left)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"The suite leaves {what} on the cluster that do not go: {string.Join(' ', left)}. Look at their conditions and finalizers.");
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
        }
    }
}
