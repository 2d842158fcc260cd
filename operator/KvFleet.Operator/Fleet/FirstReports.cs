using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Fleet;

/// <summary>
/// Holds back the first plan of a new leader until every agent was asked once: it knows no reports yet, and to plan without them would show every node as silent for a moment. Bounded, because
/// some agent may be away for good.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class FirstReports(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset? _since;
    private bool _over;

    /// <summary>How long to wait before looking again; null when planning may begin.</summary>
    /// <param name="nodes">The nodes.</param>
    public TimeSpan? StillWaiting(IReadOnlyList<NodePicture> nodes)
    {
        if (_over)
            return null;
        var now = time.GetUtcNow();
        _since ??= now;
        _over = now - _since >= Patience || nodes.All(static node => node.Agent.PodName is null || node.Agent.State is { } state && (state.Reachability != AgentReachability.Unknown || state.Error is not null));
        return _over ? null : Again;
    }
}
