using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>What is made of several calls of the client.</summary>
public static class KubernetesClientExtensions
{
    /// <summary>All that can be done with a kind for which there is no class, found by discovery.</summary>
    /// <param name="client">The client.</param>
    /// <param name="apiVersion">Group and version, for example <c>apps/v1</c>.</param>
    /// <param name="kind">The kind, for example <c>StatefulSet</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">The server does not have that kind.</exception>
    public static async Task<IKubernetesResourceClient<UnstructuredObject>> UnstructuredAsync(
        this IKubernetesClient client, string apiVersion, string kind, CancellationToken cancellationToken = default)
    {
        var type = await client.Discovery.FindKindAsync(apiVersion, kind, cancellationToken);
        return type is null
            ? throw new InvalidOperationException($"The API server {client.BaseUri} has no kind {kind} in {apiVersion}. Is its definition installed?")
            : client.Unstructured(type);
    }

    /// <summary>
    /// Hands the fields of an object that were written by update, patch or client-side apply to a manager that applies, so that its next apply removes those that it
    /// does not mean. Call it once for each object when a controller changes over to <see cref="IKubernetesClient.ApplyAsync"/>.
    /// </summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="formerManagers">
    /// Who wrote: for a client its user agent up to the slash, for <c>kubectl apply</c> <c>kubectl-client-side-apply</c>. Name none whose fields the intent does not
    /// have: they would be removed, finalizers included.
    /// </param>
    /// <param name="fieldManager">The manager that applies from now on.</param>
    /// <param name="subresource">Whose fields: null for the object itself, or <c>status</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when there was nothing to do, or no object.</returns>
    public static async Task<bool> UpgradeManagedFieldsAsync<TEntity>(
        this IKubernetesClient client,
        string name,
        string? @namespace,
        IReadOnlyCollection<string> formerManagers,
        string fieldManager,
        string? subresource = null,
        CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var path = ResourcePath.Item(EntityMetadata.Of<TEntity>(), @namespace, name);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var metadata = (await client.Raw.SendAsync(HttpMethod.Get, path, cancellationToken: cancellationToken))?["metadata"];
                if (metadata?["managedFields"] is not JsonArray entries
                    || ManagedFieldsUpgrade.Upgrade(entries, formerManagers, fieldManager, subresource) is not { } upgraded)
                {
                    return false;
                }

                // The version makes the patch fail when somebody wrote meanwhile: his entry would be lost.
                await client.PatchAsync<TEntity>(
                    name,
                    @namespace,
                    KubernetesPatch.Json(
                    [
                        new JsonObject { ["op"] = "replace", ["path"] = "/metadata/managedFields", ["value"] = upgraded },
                        new JsonObject { ["op"] = "replace", ["path"] = "/metadata/resourceVersion", ["value"] = metadata["resourceVersion"]?.DeepClone() },
                    ]),
                    cancellationToken: cancellationToken);
                return true;
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                return false;
            }
            catch (KubernetesApiException e) when (e.IsConflict && attempt < 5)
            {
                // Somebody wrote meanwhile; look again.
            }
        }
    }

    /// <summary>Sets the wished number of replicas through the <c>scale</c> subresource, which every scalable kind has, custom ones included.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="resource">The kind.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="replicas">How many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<V1Scale> ScaleAsync<TEntity>(
        this IKubernetesResourceClient<TEntity> resource, string name, string @namespace, int replicas, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        var patch = KubernetesPatch.Merge(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } });
        return resource.PatchSubresourceAsync<V1Scale>(name, @namespace, "scale", patch, cancellationToken);
    }
}
