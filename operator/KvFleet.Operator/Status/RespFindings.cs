using KvFleet.Api.Conditions;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Operator.Resp;

namespace KvFleet.Operator.Status;

/// <summary>The condition RespReady: do all nodes that hold the pool serve it over the Redis protocol?</summary>
internal static class RespFindings
{
    /// <summary>What the condition says; null when the pool is not to be served.</summary>
    public static Finding? Of(PoolView view)
    {
        if (view.Pool.Spec.Resp is null or { Enabled: false })
            return null;
        if (view.Resolution.Pool is null)
            return Finding.False(ConditionReasons.InvalidSpec, view.Resolution.Message);
        if (view.Resp?.Problem is { } problem)
            return problem;

        var concerned = view.Nodes.Where(static node => node.TargetBytes > 0).ToList();
        if (concerned.Count == 0)
            return Finding.False(ConditionReasons.NotServing, "No node holds the pool.");
        var told = concerned.Where(static node => node.Resp is not null).ToList();
        if (told.Count == 0)
            return Finding.False(ConditionReasons.NoPortFree, "No agent was told a port yet. If this stays, all ports of the agents' range are given to other pools: widen it (KVFLEET_AGENT__RESPPORTCOUNT).");

        var waiting = concerned.Where(node => !Serves(node)).ToList();
        return waiting.Count > 0
            ? Finding.False(ConditionReasons.NotServing, $"Not served on {Names.Few([.. waiting.Select(static node => node.Node)])}: {Why(waiting[0])}")
            : Finding.True(ConditionReasons.Serving, $"{Names.Count(concerned.Count, "node")} {(concerned.Count == 1 ? "serves" : "serve")} it on port {told[0].Resp!.Port}; clients find them as {RespNames.Service(view.Pool.Metadata.Name!)}.");
    }

    /// <summary>Where clients find the pool; null when it is not to be served.</summary>
    public static PoolRespStatus? Status(PoolView view, KVCachePoolStatus? before) => view.Pool.Spec.Resp is null or { Enabled: false } ? null : new PoolRespStatus
    {
        Port = view.Nodes.Select(static node => node.Resp).OfType<AssignedResp>().Select(static resp => (int?)resp.Port).FirstOrDefault() ?? before?.Resp?.Port,
        Service = RespNames.Service(view.Pool.Metadata.Name!),
        Nodes = view.Nodes.Count(Serves),
    };

    private static bool Serves(PoolNodeView node) => node is { Resp: { } told, Report.Resp: { Listening: true } report } && report.Port == told.Port;

    private static string Why(PoolNodeView node) =>
        !node.Agent.Answers ? "its agent does not answer." : node.Report?.Resp?.Message ?? "its agent has not read its assignment yet.";
}
