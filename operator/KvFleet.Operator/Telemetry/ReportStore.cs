using System.Collections.Concurrent;
using KvFleet.Api.Reports;

namespace KvFleet.Operator.Telemetry;

/// <summary>The newest word of every agent, in memory only: high-rate telemetry never reaches the API server. Safe to use from any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="unreachableAfter">How long an agent may fail to answer before its figures count as unknown; longer than a restart takes.</param>
public sealed class ReportStore(TimeProvider time, TimeSpan unreachableAfter)
{
    private readonly ConcurrentDictionary<string, AgentState> _states = new(StringComparer.Ordinal);

    private Action<string, ReportChange>? _changed;

    /// <summary>Tells a handler of every change from now on: the node's name and how much changed. Handlers are quick and never throw.</summary>
    /// <param name="handler">The handler.</param>
    public void OnChanged(Action<string, ReportChange> handler) => _changed += handler;

    /// <summary>All states, as of now.</summary>
    public IReadOnlyCollection<AgentState> All => [.. _states.Values];

    /// <summary>What is known of a node's agent, or null if there is no agent pod.</summary>
    /// <param name="node">The node's name.</param>
    public AgentState? Get(string node) => _states.GetValueOrDefault(node);

    /// <summary>An agent pod appeared on a node; nothing is known of it yet.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="podName">The agent's pod.</param>
    public void Expect(string node, string podName)
    {
        var now = time.GetUtcNow();
        _states.AddOrUpdate(
            node,
            _ => new AgentState { Node = node, PodName = podName, Since = now, FailingSince = now },
            (_, before) => before.PodName == podName ? before : new AgentState { Node = node, PodName = podName, Since = now, FailingSince = now });
        _changed?.Invoke(node, ReportChange.Phase);
    }

    /// <summary>An agent answered.</summary>
    /// <param name="podName">The agent's pod.</param>
    /// <param name="report">Its report.</param>
    public void Accept(string podName, AgentReport report)
    {
        var now = time.GetUtcNow();
        var change = ReportChange.Phase;
        _states.AddOrUpdate(
            report.NodeName,
            _ => new AgentState { Node = report.NodeName, PodName = podName, Reachability = AgentReachability.Reachable, Since = now, Report = report },
            (_, before) =>
            {
                // While an agent is replaced, the old pod may still answer: the node's word is the new one's.
                if (before.PodName != podName)
                {
                    change = ReportChange.None;
                    return before;
                }

                var same = before.Reachability == AgentReachability.Reachable;
                change = same ? ReportComparison.Compare(before.Report, report) : ReportChange.Phase;
                return before with
                {
                    Reachability = AgentReachability.Reachable,
                    Since = same ? before.Since : now,
                    FailingSince = null,
                    Error = null,
                    Report = report,
                };
            });
        if (change != ReportChange.None)
            _changed?.Invoke(report.NodeName, change);
    }

    /// <summary>An agent did not answer.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="podName">The agent's pod.</param>
    /// <param name="error">Why, in words.</param>
    public void Fail(string node, string podName, string error)
    {
        var now = time.GetUtcNow();
        var changed = false;
        _states.AddOrUpdate(
            node,
            _ => new AgentState { Node = node, PodName = podName, Since = now, FailingSince = now, Error = error },
            (_, before) =>
            {
                changed = false;
                if (before.PodName != podName)
                    return before;
                var failingSince = before.FailingSince ?? now;
                var away = now - failingSince >= unreachableAfter;
                changed = away && before.Reachability != AgentReachability.Unreachable;
                return before with
                {
                    FailingSince = failingSince,
                    Error = error,
                    Reachability = away ? AgentReachability.Unreachable : before.Reachability,
                    Since = changed ? now : before.Since,
                    Report = away ? null : before.Report,
                };
            });
        if (changed)
            _changed?.Invoke(node, ReportChange.Phase);
    }

    /// <summary>The agent pod of a node is gone.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="podName">The pod that is gone; another one that took its place stays.</param>
    public void Forget(string node, string podName)
    {
        if (_states.TryGetValue(node, out var state) && state.PodName == podName && _states.TryRemove(KeyValuePair.Create(node, state)))
            _changed?.Invoke(node, ReportChange.Phase);
    }
}
