using KvFleet.Agent.Volumes;

namespace KvFleet.Agent.Reconciliation;

/// <summary>A holder that connected before its assignment was known.</summary>
internal sealed class WaitingHolder(VolumeIdentity volume, DateTimeOffset until)
{
    private readonly TaskCompletionSource<Admission> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public VolumeIdentity Volume { get; } = volume;

    public DateTimeOffset Until { get; } = until;

    public Task<Admission> Answer => _answer.Task;

    public void Admit(Admission admission) => _answer.TrySetResult(admission);

    public void Refuse(bool assignmentsUnknown) => _answer.TrySetResult(assignmentsUnknown
        ? Admission.Refuse(AgentReasons.AssignmentsUnknown, "The agent has not heard from the API server yet what this node holds. Connect again.")
        : Admission.Refuse(
            AgentReasons.HolderNotAssigned,
            $"Pod {Volume.PodNamespace}/{Volume.PodName} is no holder of pool {Volume.Pool} that this node is assigned. Only the operator makes holders."));
}
