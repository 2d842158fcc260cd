using KvFleet.Api;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Diagnostics;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Fleet;

namespace KvFleet.Operator.Controllers;

/// <summary>
/// The one loop that decides: observe the fleet, plan, take the next step on every node. There is one key for the whole fleet, because where a byte belongs depends on all nodes and all pools.
/// </summary>
[EntityRbac(typeof(V1Node), typeof(V1Namespace), Verbs = RbacVerb.Read)]
[EntityRbac(typeof(V1Alpha1KVCachePool), Verbs = RbacVerb.Read)]
[EntityRbac(typeof(V1Pod), Verbs = RbacVerb.Read | RbacVerb.Create | RbacVerb.Delete)]
[EntityRbac(typeof(V1Alpha1KVCacheNode), Verbs = RbacVerb.Read | RbacVerb.Create | RbacVerb.Patch)]
internal sealed partial class FleetController(
    FleetObserver observer,
    FleetPlanner planner,
    FleetPictureSource pictures,
    FleetSteps steps,
    FleetTimer timer,
    FirstReports firstReports,
    HolderWatch watch,
    FaultBook faults,
    IEventRecorder events,
    OperatorMetrics metrics,
    IReconcileTrigger<PoolController> pools,
    IReconcileTrigger<NodeStatusController> nodes,
    IReconcileTrigger<FilesystemController> filesystems,
    TimeProvider time,
    ILogger<FleetController> logger) : IKeyController
{
    /// <summary>The one key.</summary>
    public static readonly ObjectKey Key = new(null, "fleet");

    private string? _modeProblem;
    private string _unreadableCaps = "";

    /// <inheritdoc/>
    public async Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var seen = observer.Observe();
        if (firstReports.StillWaiting(seen.Nodes) is { } wait)
            return ReconciliationResult.Success(wait);

        TellOfMistakes(seen);
        TellOfLosses(seen);
        var picture = planner.Plan(seen);
        metrics.Planned(time.GetElapsedTime(started));
        faults.Prune((pool, node) => picture.Pools.TryGetValue(pool, out var known) && picture.Plan.BytesFor(known.Key, node) > 0);
        var placements = planner.Place(picture, seen, faults.Until);
        picture = picture with { Delays = [.. placements.SelectMany(placement => placement.Delayed)] };
        var before = pictures.Current;
        pictures.Publish(picture);
        try
        {
            var failure = await steps.TakeAsync(placements, seen, picture, cancellationToken);
            return failure is null
                ? ReconciliationResult.Success(timer.Next(picture))
                : ReconciliationResult.Failure($"A step failed and is tried again: {failure.Message}", failure);
        }
        finally
        {
            // Even when the steps were cut off: the next picture may say the same as this one, which would then never have been told.
            Tell(picture, before);
        }
    }

    private void Tell(FleetPicture picture, FleetPicture? before)
    {
        filesystems.Enqueue(FilesystemController.Key);
        foreach (var pool in picture.Pools.Values)
            pools.Enqueue(ObjectKey.Of(pool.Pool));
        foreach (var (name, node) in picture.Nodes)
        {
            if (before?.Nodes.GetValueOrDefault(name) is not { } known || !node.SaysTheSameAs(known))
                nodes.Enqueue(new ObjectKey(null, name));
        }
    }

    // Once per mistake, not once per plan.
    private void TellOfMistakes(FleetObservation seen)
    {
        if (seen.ModeProblem is { } problem && problem != _modeProblem)
            LogMode(problem);
        _modeProblem = seen.ModeProblem;
        var caps = string.Join(", ", seen.UnreadableCaps);
        if (caps.Length > 0 && caps != _unreadableCaps)
            LogCaps(caps, WellKnownAnnotations.HostMemoryCap);
        _unreadableCaps = caps;
    }

    private void TellOfLosses(FleetObservation seen)
    {
        foreach (var loss in watch.Look(seen.Holders))
        {
            metrics.HolderLost(loss.Reason);
            LogLost(loss.Pod.Pool, loss.Message);
            if (seen.Pools.FirstOrDefault(pool => pool.Uid == loss.Pod.PoolUid) is not { } pool)
                continue;
            events.Record(pool.Pool, EventType.Warning, loss.Reason, loss.Message, action: "ReplaceHolder");

            // A container that the kubelet restarts in place needs no new pod and no delay.
            if (loss.Reason != HolderLoss.OutOfMemoryReason)
                faults.Note(loss.Pod.PoolUid, loss.Pod.Node, HolderFaultKind.Lost, loss.Message);
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "ConfigMap kvfleet-config, mode: {Problem}")]
    private partial void LogMode(string problem);

    [LoggerMessage(1003, LogLevel.Error, "Namespaces {Namespaces}: the annotation {Annotation} is no quantity; nothing grows there until it is corrected")]
    private partial void LogCaps(string namespaces, string annotation);

    [LoggerMessage(1002, LogLevel.Warning, "Pool {Pool}: {Message}")]
    private partial void LogLost(Planning.PoolKey pool, string message);
}
