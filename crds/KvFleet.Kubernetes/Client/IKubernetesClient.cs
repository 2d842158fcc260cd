using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>Typed access to the API server. Types are classes with <see cref="KubernetesEntityAttribute"/> whose JSON metadata is registered with the client.</summary>
/// <remarks>
/// Every call may throw <see cref="KubernetesApiException"/> (the server said no), <see cref="HttpRequestException"/> (it could not be reached),
/// <see cref="TimeoutException"/> (it did not answer in time) and <see cref="OperationCanceledException"/>. Optional arguments grow over time: name them.
/// </remarks>
public interface IKubernetesClient : IDisposable
{
    /// <summary>Where the API server is.</summary>
    Uri BaseUri { get; }

    /// <summary>What the server can do: its version and resources.</summary>
    IKubernetesDiscovery Discovery { get; }

    /// <summary>Access by path.</summary>
    IKubernetesRawClient Raw { get; }

    /// <summary>All that can be done with one kind, its subresources included.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    IKubernetesResourceClient<TEntity> Resource<TEntity>()
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>All that can be done with a kind for which there is no class.</summary>
    /// <param name="type">The kind, made in code or found by <see cref="IKubernetesDiscovery.FindKindAsync"/>.</param>
    IKubernetesResourceClient<UnstructuredObject> Unstructured(EntityMetadata type);

    /// <summary>The namespace that this process runs in: <c>POD_NAMESPACE</c>, the service account's, the kubeconfig context's, or <c>default</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<string> GetCurrentNamespaceAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads an object; null when it (or its whole resource) is not there.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads all objects, page by page.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="namespace">The namespace; null for all.</param>
    /// <param name="labelSelector">Label selector.</param>
    /// <param name="fieldSelector">Field selector.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads one page of objects.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<KubernetesPage<TEntity>> ListPageAsync<TEntity>(ListRequest request, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Creates the object, or replaces the one of that name. Not safe against concurrent writers: prefer <see cref="ApplyAsync"/>.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="entity">The object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored.</returns>
    Task<TEntity> SaveAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Creates the object.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="entity">The object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored.</returns>
    Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Replaces the object. With a <c>resourceVersion</c> it fails with a conflict when the object changed meanwhile.</summary>
    /// <typeparam name="TEntity">The type; one that models only part of the kind (<see cref="Models.PartialModelAttribute"/>) is refused, as replacing would erase the rest.</typeparam>
    /// <param name="entity">The object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored.</returns>
    Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Replaces the object's status, and nothing else.</summary>
    /// <typeparam name="TEntity">The type; not one that models only part of the kind.</typeparam>
    /// <param name="entity">The object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored.</returns>
    Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Changes part of an object.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="patch">The change.</param>
    /// <param name="subresource">For example <c>status</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored.</returns>
    Task<TEntity> PatchAsync<TEntity>(
        string name, string? @namespace, KubernetesPatch patch, string? subresource = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>
    /// Server-side apply: the object is the whole intent of <paramref name="fieldManager"/>; fields that it no longer names are removed, those of other
    /// managers stay. Status, versions and other fields of the server are not sent.
    /// </summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="entity">The intent; made afresh, never a changed copy of what was read.</param>
    /// <param name="fieldManager">A fixed name for each controller.</param>
    /// <param name="force">Takes over fields that another manager owns; otherwise they are a conflict.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored.</returns>
    Task<TEntity> ApplyAsync<TEntity>(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Server-side apply of the status only. Use another manager than for the spec.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="entity">The intent; only its name and status are sent.</param>
    /// <param name="fieldManager">A fixed name for each controller.</param>
    /// <param name="force">Takes over fields that another manager owns.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored.</returns>
    Task<TEntity> ApplyStatusAsync<TEntity>(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Deletes this incarnation of an object: when it has a uid and <paramref name="options"/> has no preconditions, the uid becomes one.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="entity">The object.</param>
    /// <param name="options">How to delete.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True when it was there, false when it was gone already. It may linger until its finalizers are done.</returns>
    Task<bool> DeleteAsync<TEntity>(TEntity entity, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Deletes an object by name.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="options">How to delete.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True when it was there, false when it was gone already.</returns>
    Task<bool> DeleteAsync<TEntity>(
        string name, string? @namespace = null, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Posts to a subresource, for example <c>token</c> of a service account or <c>eviction</c> of a pod.</summary>
    /// <typeparam name="TEntity">The type of the parent.</typeparam>
    /// <typeparam name="TBody">The type of what is sent and returned.</typeparam>
    /// <param name="name">The parent's name.</param>
    /// <param name="namespace">The parent's namespace; null for cluster-scoped kinds.</param>
    /// <param name="subresource">The subresource.</param>
    /// <param name="body">What to send.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TBody> CreateSubresourceAsync<TEntity, TBody>(
        string name, string? @namespace, string subresource, TBody body, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
        where TBody : class;

    /// <summary>Follows changes until the server ends the watch. An <c>ERROR</c> event is thrown as <see cref="KubernetesApiException"/>.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="namespace">The namespace; null for all.</param>
    /// <param name="resourceVersion">The version after which changes are wanted.</param>
    /// <param name="labelSelector">Label selector.</param>
    /// <param name="fieldSelector">Field selector.</param>
    /// <param name="allowWatchBookmarks">Whether the server shall send bookmarks; null for yes.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(
        string? @namespace = null,
        string? resourceVersion = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        bool? allowWatchBookmarks = null,
        CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Follows changes until the server ends the watch. An <c>ERROR</c> event is thrown as <see cref="KubernetesApiException"/>.</summary>
    /// <typeparam name="TEntity">The type.</typeparam>
    /// <param name="request">What to watch.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(WatchRequest request, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;
}
