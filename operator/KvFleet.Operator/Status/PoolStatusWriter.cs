using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Events;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Filesystems;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Resp;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Status;

/// <summary>Writes a pool's status when it says something new, and tells of what changed.</summary>
/// <param name="client">The API server.</param>
/// <param name="reports">What agents say.</param>
/// <param name="faults">Refusals and losses.</param>
/// <param name="resp">What was found about the Redis protocol.</param>
/// <param name="filesystems">What was decided about shared filesystems.</param>
/// <param name="pacer">When figures may be written.</param>
/// <param name="memory">What was written.</param>
/// <param name="events">Where changes are told.</param>
/// <param name="time">The clock.</param>
internal sealed class PoolStatusWriter(
    IKubernetesClient client, ReportStore reports, FaultBook faults, RespBook resp, FilesystemBook filesystems, WritePacer pacer, StatusMemory<KVCachePoolStatus> memory, IEventRecorder events, TimeProvider time)
{
    /// <summary>The field manager of pools' status.</summary>
    public const string FieldManager = "kvfleet-pool";

    /// <summary>Writes what is known now, if it is time.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="entity">The pool as the local copy has it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>When figures are due; null if nothing is left to write.</returns>
    public async Task<TimeSpan?> WriteAsync(FleetPicture fleet, PoolPicture pool, V1Alpha1KVCachePool entity, CancellationToken cancellationToken)
    {
        var before = memory.Newest(pool.Uid, entity.Status);
        var shared = filesystems.Plan.Grants.GetValueOrDefault(pool.Uid);
        var view = PoolView.Of(fleet, pool, faults.Of(pool.Uid), reports) with
        {
            Resp = resp.Of(pool.Uid),
            Shared = shared,
            SharedNodes = shared?.Filesystem is { } name ? FilesystemReports.Of(name, shared.Nodes, fleet, reports) : [],
        };
        var after = PoolStatusBuilder.Build(view, before, time.GetUtcNow());
        if (pacer.Wait(pool.Uid, StatusChange.Of(before, after)) is not { } wait)
            return null;
        if (wait > TimeSpan.Zero)
            return wait;

        await client.ApplyStatusAsync(
            new V1Alpha1KVCachePool { Metadata = new V1ObjectMeta { Name = entity.Name(), NamespaceProperty = entity.Namespace() }, Status = after }, FieldManager, cancellationToken: cancellationToken);
        memory.Written(pool.Uid, after);
        pacer.Written(pool.Uid);
        foreach (var (type, reason, note) in PoolEvents.Between(before, after))
            events.Record(entity, type, reason, note);
        return null;
    }
}
