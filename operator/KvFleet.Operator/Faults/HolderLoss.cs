using KvFleet.Model;
using KvFleet.Operator.Inventory;

namespace KvFleet.Operator.Faults;

/// <summary>A holder that went without being told to.</summary>
/// <param name="Pod">Its last known state.</param>
/// <param name="Reason">The cause in one word, for the event.</param>
/// <param name="Message">The cause and the remedy in words.</param>
public sealed record HolderLoss(HolderPod Pod, string Reason, string Message)
{
    /// <summary>The reason of <see cref="OutOfMemory"/>.</summary>
    public const string OutOfMemoryReason = "HolderOOMKilled";

    /// <summary>Names the cause from what kubelet and scheduler left behind.</summary>
    /// <param name="pod">The pod's last known state.</param>
    public static HolderLoss Of(HolderPod pod)
    {
        var (reason, text) = pod switch
        {
            { EndReason: "Evicted" or "TerminationByKubelet" } =>
                ("HolderEvicted", $"was evicted by the kubelet{Words(pod)}. Lower the node's budget (annotation kvfleet.io/host-memory-budget) or give the pool a spec.priorityClassName"),
            { EndReason: "PreemptionByScheduler" or "PreemptionByKubeScheduler" or "Preempting" } =>
                ("HolderPreempted", $"made room for a pod of higher priority{Words(pod)}. A spec.priorityClassName of at least that priority keeps the memory"),
            { EndReason: "EvictionByEvictionAPI" } =>
                ("HolderEvicted", $"was evicted, as by kubectl drain{Words(pod)}. Its memory comes back when the node takes pods again"),
            { EndReason: "DeletionByTaintManager" } =>
                ("HolderEvicted", $"left its node because of a NoExecute taint{Words(pod)}. Tolerate the taint in spec.tolerations to stay"),
            { EndReason: "OutOfmemory" or "OutOfcpu" or "OutOfpods" } =>
                ("HolderRejected", $"found no room on its node{Words(pod)}. It is tried again; lower the node's budget (annotation kvfleet.io/host-memory-budget) if this repeats"),
            { Ended: true, EndReason: { Length: > 0 } end } =>
                ("HolderFailed", $"ended with {end}{Words(pod)}"),
            { Ended: true } =>
                ("HolderFailed", $"ended{Words(pod)}"),
            _ => ("HolderDeleted", "was deleted by someone else. If that was the scheduler making room, a spec.priorityClassName keeps the memory; to give memory back, lower spec.capacity"),
        };
        return new HolderLoss(pod, reason, $"Holder {pod.Name} ({ByteText.Format(pod.Bytes)} on {pod.Node}) {text}.");
    }

    /// <summary>A container that was restarted because it used more memory than its limit.</summary>
    /// <param name="pod">The pod.</param>
    public static HolderLoss OutOfMemory(HolderPod pod) => new(
        pod,
        OutOfMemoryReason,
        $"Holder {pod.Name} ({ByteText.Format(pod.Bytes)} on {pod.Node}) was killed because it needed more memory than its limit; its cached blocks are gone and it populates again. "
        + "If this repeats, the kernel of that node needs more per page: report it with the node's kernel version.");

    private static string Words(HolderPod pod) => pod.EndMessage is { Length: > 0 } message ? $" ({message.TrimEnd('.')})" : "";
}
