using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>All that can be done with the objects of one kind. What calls throw is said at <see cref="IKubernetesClient"/>.</summary>
/// <typeparam name="TEntity">The class of the objects; <see cref="UnstructuredObject"/> for kinds without one.</typeparam>
public interface IKubernetesResourceClient<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The kind, and where it is served.</summary>
    EntityMetadata Type { get; }

    /// <summary>Reads an object; null when it (or its whole resource) is not there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TEntity?> GetAsync(string name, string? @namespace = null, CancellationToken cancellationToken = default);

    /// <summary>Reads all objects, page by page.</summary>
    /// <param name="namespace">The namespace; null for all.</param>
    /// <param name="labelSelector">Label selector.</param>
    /// <param name="fieldSelector">Field selector.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IList<TEntity>> ListAsync(
        string? @namespace = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of objects.</summary>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<KubernetesPage<TEntity>> ListPageAsync(ListRequest request, CancellationToken cancellationToken = default);

    /// <summary>Creates the object, or replaces the one of that name. Not safe against concurrent writers: prefer <see cref="ApplyAsync"/>.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TEntity> SaveAsync(TEntity entity, CancellationToken cancellationToken = default);

    /// <summary>Creates the object.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TEntity> CreateAsync(TEntity entity, CancellationToken cancellationToken = default);

    /// <summary>Replaces the object. With a <c>resourceVersion</c> it fails with a conflict when the object changed meanwhile.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="NotSupportedException">The class models only part of the kind (<see cref="PartialModelAttribute"/>).</exception>
    Task<TEntity> UpdateAsync(TEntity entity, CancellationToken cancellationToken = default);

    /// <summary>Replaces the object's status, and nothing else.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="NotSupportedException">The class models only part of the kind (<see cref="PartialModelAttribute"/>).</exception>
    Task<TEntity> UpdateStatusAsync(TEntity entity, CancellationToken cancellationToken = default);

    /// <summary>Changes part of an object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="patch">The change.</param>
    /// <param name="subresource">A subresource that answers with the object itself, for example <c>status</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TEntity> PatchAsync(
        string name, string? @namespace, KubernetesPatch patch, string? subresource = null, CancellationToken cancellationToken = default);

    /// <summary>Server-side apply; see <see cref="IKubernetesClient.ApplyAsync"/>.</summary>
    /// <param name="entity">The whole intent, made afresh.</param>
    /// <param name="fieldManager">A fixed name for each controller.</param>
    /// <param name="force">Takes over fields that another manager owns; otherwise they are a conflict.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TEntity> ApplyAsync(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default);

    /// <summary>Server-side apply of the status only. Use another manager than for the spec.</summary>
    /// <param name="entity">The intent; only its name and status are sent.</param>
    /// <param name="fieldManager">A fixed name for each controller.</param>
    /// <param name="force">Takes over fields that another manager owns.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TEntity> ApplyStatusAsync(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default);

    /// <summary>Deletes this incarnation of an object: when it has a uid and <paramref name="options"/> has no preconditions, the uid becomes one.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="options">How to delete.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True when it was there, false when it was gone already.</returns>
    Task<bool> DeleteAsync(TEntity entity, V1DeleteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object by name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="options">How to delete.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True when it was there, false when it was gone already.</returns>
    Task<bool> DeleteAsync(string name, string? @namespace = null, V1DeleteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a subresource that has a type of its own, for example <c>scale</c>; null when it is not there.</summary>
    /// <typeparam name="TBody">The type, for example <see cref="V1Scale"/>.</typeparam>
    /// <param name="name">The parent's name.</param>
    /// <param name="namespace">The parent's namespace; null for cluster-scoped kinds.</param>
    /// <param name="subresource">The subresource.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TBody?> GetSubresourceAsync<TBody>(string name, string? @namespace, string subresource, CancellationToken cancellationToken = default)
        where TBody : class;

    /// <summary>Posts to a subresource, for example <c>token</c> of a service account or <c>eviction</c> of a pod.</summary>
    /// <typeparam name="TBody">The type of what is sent and returned.</typeparam>
    /// <param name="name">The parent's name.</param>
    /// <param name="namespace">The parent's namespace; null for cluster-scoped kinds.</param>
    /// <param name="subresource">The subresource.</param>
    /// <param name="body">What to send.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TBody> CreateSubresourceAsync<TBody>(
        string name, string? @namespace, string subresource, TBody body, CancellationToken cancellationToken = default)
        where TBody : class;

    /// <summary>Changes a subresource that has a type of its own, for example <c>scale</c>.</summary>
    /// <typeparam name="TBody">The type of the answer, for example <see cref="V1Scale"/>.</typeparam>
    /// <param name="name">The parent's name.</param>
    /// <param name="namespace">The parent's namespace; null for cluster-scoped kinds.</param>
    /// <param name="subresource">The subresource.</param>
    /// <param name="patch">The change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TBody> PatchSubresourceAsync<TBody>(
        string name, string? @namespace, string subresource, KubernetesPatch patch, CancellationToken cancellationToken = default)
        where TBody : class;

    /// <summary>Follows changes until the server ends the watch. An <c>ERROR</c> event is thrown as <see cref="KubernetesApiException"/>.</summary>
    /// <param name="request">What to watch.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default);
}
