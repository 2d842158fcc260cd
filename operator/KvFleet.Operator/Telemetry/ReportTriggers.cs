using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Operator.Controllers;
using KvFleet.Operator.Fleet;

namespace KvFleet.Operator.Telemetry;

/// <summary>Turns agents' news into runs: of the node's status and its pools' always, of the whole fleet when a phase changed.</summary>
internal sealed class ReportTriggers(
    ReportStore reports,
    FleetPictureSource pictures,
    IReconcileTrigger<FleetController> fleet,
    IReconcileTrigger<NodeStatusController> nodes,
    IReconcileTrigger<PoolController> pools,
    IReconcileTrigger<RespController> resp,
    IReconcileTrigger<FilesystemController> filesystems)
{
    /// <summary>Begins to listen.</summary>
    public void Start() => reports.OnChanged(Tell);

    private void Tell(string node, ReportChange change)
    {
        if (change == ReportChange.Phase)
            fleet.Enqueue(FleetController.Key);
        nodes.Enqueue(new ObjectKey(null, node));
        if (reports.Get(node)?.Report?.Filesystems.Count > 0)
            filesystems.Enqueue(FilesystemController.Key);
        foreach (var pool in Pools(node).Distinct())
        {
            pools.Enqueue(pool);
            if (change == ReportChange.Phase)
                resp.Enqueue(pool);
        }
    }

    private IEnumerable<ObjectKey> Pools(string node)
    {
        foreach (var pool in reports.Get(node)?.Report?.Pools ?? [])
            yield return new ObjectKey(pool.Namespace, pool.Name);
        foreach (var pool in pictures.Current?.Nodes.GetValueOrDefault(node)?.Object?.Spec.Filesystems?.SelectMany(static filesystem => filesystem.Pools ?? []) ?? [])
            yield return new ObjectKey(pool.Pool.Namespace, pool.Pool.Name);
        foreach (var assignment in pictures.Current?.Nodes.GetValueOrDefault(node)?.Object?.Spec.Assignments ?? [])
            yield return new ObjectKey(assignment.Pool.Namespace, assignment.Pool.Name);
    }
}
