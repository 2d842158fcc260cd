using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Options;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Resp;

/// <summary>Finds the agents that serve a pool.</summary>
/// <param name="pods">All pods.</param>
/// <param name="reports">What agents say.</param>
/// <param name="namespace">The operator's namespace.</param>
internal sealed class RespNodes(IInformer<V1Pod> pods, ReportStore reports, OperatorNamespace @namespace)
{
    public IReadOnlyList<RespNode> Of(FleetPicture fleet, string poolUid)
    {
        var found = new List<RespNode>();
        foreach (var node in fleet.Nodes.Values)
        {
            var agent = node.Agent.Refresh(reports, node.Name);
            if (agent.Answers
                && node.Object?.Spec.Assignments?.FirstOrDefault(entry => entry.Pool.Uid == poolUid)?.Resp is { } told
                && pods.Store.Get(agent.PodName!, @namespace.Value) is { } pod
                && AgentEndpoint.Of(pod) is { } endpoint)
            {
                found.Add(new RespNode(node.Name, endpoint.Address, told, agent.State!.Report!.Pools.FirstOrDefault(pool => pool.Uid == poolUid)?.Resp));
            }
        }

        return found;
    }
}
