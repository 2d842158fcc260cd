using KvFleet.Api.Filesystems;
using KvFleet.Api.Validation;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Filesystems;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Controllers;

/// <summary>
/// Shared filesystems: decides which pools may use which, keeps the pods that mount them, tells the nodes, and says in every KVCacheFilesystem's status how it is. One key, because a node is told of all at once. It runs after
/// every plan of the fleet, with its picture.
/// </summary>
[EntityRbac(typeof(V1Alpha1KVCacheFilesystem), Verbs = RbacVerb.Read)]
[GenericRbac(Groups = ["kvfleet.io"], Resources = ["kvcachefilesystems/status"], Verbs = RbacVerb.Patch)]
[EntityRbac(typeof(V1SubjectAccessReview), Verbs = RbacVerb.Create)]
internal sealed class FilesystemController(
    IInformer<V1Alpha1KVCacheFilesystem> entities,
    FleetPictureSource pictures,
    NamespacePermissions permissions,
    MountPods pods,
    NodeFilesystems nodes,
    FilesystemStatusWriter writer,
    FilesystemBook book,
    ReportStore reports,
    IReconcileTrigger<PoolController> pools,
    TimeProvider time) : IKeyController
{
    /// <summary>The one key.</summary>
    public static readonly ObjectKey Key = new(null, "filesystems");

    // Permissions are asked for: nobody tells of a RoleBinding that came or went.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        // The first plan of the fleet comes with a run of this.
        if (pictures.Current is not { } fleet)
            return ReconciliationResult.Success();
        var filesystems = entities.Store.List().Where(static entity => !entity.IsDeleting())
            .ToDictionary(static entity => entity.Name(), static entity => new FilesystemPicture(entity, FilesystemValidator.Resolve(entity.Spec)), StringComparer.Ordinal);
        var asking = fleet.Pools.Values.Where(static pool => !pool.Deleting && pool.Pool.Spec.SharedFilesystem is not null).ToList();
        var allowed = await AllowedAsync(asking, filesystems, cancellationToken);
        var plan = FilesystemPlanner.Plan(fleet, filesystems, (space, name) => allowed.Contains((space, name)));
        var uids = await pods.EnsureAsync(plan, filesystems, cancellationToken);
        foreach (var (name, spec) in plan.Specs)
        {
            foreach (var filesystem in spec.Filesystems ?? [])
                filesystem.PodUid = uids.GetValueOrDefault((filesystem.Name, name));
            await nodes.TellAsync(fleet.Nodes[name], spec, cancellationToken);
        }

        await pods.PruneAsync(plan, cancellationToken);
        Publish(plan, asking);
        var next = await WriteAsync(plan, fleet, filesystems, cancellationToken);
        return asking.Count == 0 && filesystems.Count == 0 ? ReconciliationResult.Success() : ReconciliationResult.Success(next);
    }

    private async Task<HashSet<(string Namespace, string Filesystem)>> AllowedAsync(
        List<PoolPicture> asking, Dictionary<string, FilesystemPicture> filesystems, CancellationToken cancellationToken)
    {
        var allowed = new HashSet<(string, string)>();
        foreach (var (space, name) in asking.Select(static pool => (pool.Key.Namespace, pool.Pool.Spec.SharedFilesystem!.ClassName)).Distinct())
        {
            if (!filesystems.TryGetValue(name, out var filesystem))
                continue;
            var listed = filesystem.Object.Spec.AllowedNamespaces ?? [];
            if (listed.Contains("*", StringComparer.Ordinal) || listed.Contains(space, StringComparer.Ordinal) || await permissions.MayUseAsync(space, name, cancellationToken))
                allowed.Add((space, name));
        }

        return allowed;
    }

    private void Publish(FilesystemPlan plan, List<PoolPicture> asking)
    {
        var before = book.Plan;
        book.Publish(plan);
        foreach (var pool in asking.Where(pool => Said(before, pool.Uid) != Said(plan, pool.Uid)))
            pools.Enqueue(ObjectKey.Of(pool.Pool));
    }

    private static (string?, string?, string) Said(FilesystemPlan plan, string uid) =>
        plan.Grants.TryGetValue(uid, out var grant) ? (grant.Reason, grant.Message, string.Join(',', grant.Nodes)) : (null, null, "");

    private async Task<TimeSpan> WriteAsync(FilesystemPlan plan, FleetPicture fleet, Dictionary<string, FilesystemPicture> filesystems, CancellationToken cancellationToken)
    {
        var next = LookEvery;
        foreach (var (name, filesystem) in filesystems)
        {
            var words = FilesystemReports.Of(name, plan.Nodes.GetValueOrDefault(name) ?? [], fleet, reports);
            var known = new V1Alpha1KVCacheFilesystem { Metadata = filesystem.Object.Metadata, Spec = filesystem.Object.Spec, Status = writer.Newest(filesystem.Object)! };
            var status = FilesystemStatusBuilder.Build(filesystem with { Object = known }, plan, words, time.GetUtcNow());
            if (await writer.WriteAsync(filesystem.Object, status, cancellationToken) is { } wait && wait < next)
                next = wait;
        }

        return next;
    }
}
