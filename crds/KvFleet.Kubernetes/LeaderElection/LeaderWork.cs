namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>
/// Marks what is done because this process leads, so that it ends with the leadership and not when somebody gets round to cancelling it. A process that was stopped (SIGSTOP, a frozen cgroup, a
/// paused machine) and goes on is in the middle of something while another already leads: whatever it does next asks here first.
/// </summary>
internal static class LeaderWork
{
    private static readonly AsyncLocal<ILeadership?> Owner = new();

    /// <summary>True in work that only the leader may do, while this process does not lead.</summary>
    public static bool IsOver => Owner.Value is { IsLeader: false };

    /// <summary>Everything that is started before the result is disposed, and what that starts in turn, is the leader's work.</summary>
    /// <param name="leadership">Who leads; null for work that everybody does.</param>
    public static IDisposable Enter(ILeadership? leadership)
    {
        var before = Owner.Value;
        Owner.Value = leadership;
        return new Scope(before);
    }

    /// <summary>To be called before every effect on others.</summary>
    /// <exception cref="OperationCanceledException">The work is the leader's, and this process does not lead any more.</exception>
    public static void ThrowIfOver()
    {
        if (IsOver)
            throw new OperationCanceledException($"This process does not lead any more{(Owner.Value!.CurrentLeader is { Length: > 0 } leader ? $" ({leader} does)" : string.Empty)} and writes nothing.");
    }

    private sealed class Scope(ILeadership? before) : IDisposable
    {
        public void Dispose() => Owner.Value = before;
    }
}
