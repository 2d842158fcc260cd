namespace KvFleet.Kubernetes.Client;

/// <summary>What the server can do. Ask, never assume: servers from 1.20 on are supported.</summary>
public interface IKubernetesDiscovery
{
    /// <summary>The server's version; asked once, then remembered.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<KubernetesServerVersion> GetServerVersionAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the server has a resource in that group and version.</summary>
    /// <param name="apiVersion">Group and version, for example <c>policy/v1</c>.</param>
    /// <param name="resource">Plural name, or with a subresource, for example <c>pods/resize</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<bool> HasResourceAsync(string apiVersion, string resource, CancellationToken cancellationToken = default);

    /// <summary>Whether the server has the resource of a type, for example because its CRD is installed.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<bool> HasResourceAsync<TEntity>(CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Finds the resource of a kind: its plural name and scope.</summary>
    /// <param name="apiVersion">Group and version, for example <c>apps/v1</c>.</param>
    /// <param name="kind">The kind, for example <c>StatefulSet</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null when the server does not have it.</returns>
    Task<EntityMetadata?> FindKindAsync(string apiVersion, string kind, CancellationToken cancellationToken = default);

    /// <summary>
    /// All groups with their versions and resources: in two requests where the server has aggregated discovery (on by default since 1.27), otherwise in one more for
    /// each version. A group whose own server is down does not hide the others: its versions are <see cref="ServerGroupVersion.IsStale"/>.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<ServerGroup>> GetGroupsAsync(CancellationToken cancellationToken = default);
}
