namespace KvFleet.Kubernetes.Client;

/// <summary>Reads all pages of a list.</summary>
internal static class ListPager
{
    /// <summary>All items, and the version of the list as a whole. Nothing is returned until the last page is there: a list that is not complete says nothing about absence.</summary>
    public static Task<KubernetesPage<TEntity>> ListAsync<TEntity>(
        IKubernetesClient client, ListRequest request, int? pageSize, CancellationToken cancellationToken, Func<TEntity, TEntity>? transform = null)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => ListAsync(client.ListPageAsync<TEntity>, request, pageSize, cancellationToken, transform);

    /// <inheritdoc cref="ListAsync{TEntity}(IKubernetesClient, ListRequest, int?, CancellationToken, Func{TEntity, TEntity}?)"/>
    public static async Task<KubernetesPage<TEntity>> ListAsync<TEntity>(
        Func<ListRequest, CancellationToken, Task<KubernetesPage<TEntity>>> readPage,
        ListRequest request,
        int? pageSize,
        CancellationToken cancellationToken,
        Func<TEntity, TEntity>? transform = null)
    {
        var items = new List<TEntity>();
        var unreadable = new List<UnreadableObject>();
        var next = request with { Limit = pageSize };
        while (true)
        {
            KubernetesPage<TEntity> page;
            try
            {
                page = await readPage(next, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsExpired && next.Continue is not null)
            {
                // The token outlived the server's memory of that moment. Start over, in one piece this time.
                items.Clear();
                unreadable.Clear();
                next = request with { Limit = null, ResourceVersion = null };
                continue;
            }

            items.AddRange(transform is null ? page.Items : page.Items.Select(transform));
            unreadable.AddRange(page.Unreadable);
            if (string.IsNullOrEmpty(page.Metadata.ContinueProperty))
                return new KubernetesPage<TEntity>(items, page.Metadata) { Unreadable = unreadable };
            // The token carries the version; a server refuses both together.
            next = next with { Continue = page.Metadata.ContinueProperty, ResourceVersion = null };
        }
    }
}
