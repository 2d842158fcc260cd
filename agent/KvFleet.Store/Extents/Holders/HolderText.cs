using System.Globalization;

namespace KvFleet.Store.Extents.Holders;

/// <summary>The sentences users read: what, where, what to do.</summary>
internal static class HolderText
{
    public const string LockerUnavailable =
        "The node container of the agent is not connected, so no memory can be prepared or locked. It is tried again as soon as it is back; look at that container's log if it stays away.";

    public static string Stalled(HolderKey holder, TimeSpan after) => string.Create(
        CultureInfo.InvariantCulture,
        $"Holder {holder} gave no answer for {after.TotalSeconds:0} s and was disconnected. If it repeats, delete the pod: it is made again.");

    public static string OperationFailed(HolderKey holder, string reason, HolderEvent.OperationFailed e, long hugePages) => reason switch
    {
        HolderReasons.HugePagesMissing =>
            $"Holder {holder} found too few free huge pages of {hugePages} bytes (errno {e.Errno}: {e.Message}). Reserve more on this node (vm.nr_hugepages, or hugepages= at boot) or set hostMemory.hugePages to None.",
        HolderReasons.AllocationFailed =>
            $"Holder {holder} could not create its memory files (errno {e.Errno}: {e.Message}). What it had was closed again; it is tried again.",
        _ =>
            $"Holder {holder} could not populate its memory (errno {e.Errno}: {e.Message}). What it had was closed again; if it repeats, the node has less free memory than its allocatable claims: lower the pool's share there.",
    };

    public static string PopulatedLess(HolderKey holder, ExtentPlan plan, long resident) =>
        $"Holder {holder} said that extent {plan.Id} is populated, but {resident} of {plan.Bytes} bytes exist. Its memory was given back; it is tried again.";

    public static string NumaPolicyRefused(string message) =>
        $"The NUMA policy was refused: {message}. Nothing was populated. Check that the node container is privileged, or set hostMemory.numaPolicy to None.";

    public static string LockRefused(string message) =>
        $"Locking was refused: {message}. Check that the node container is privileged and the node has the memory; it is tried again.";

    public static string Punched(ExtentPlan plan, long resident) =>
        $"A mapper punched holes into extent {plan.Id}: {resident} of {plan.Bytes} bytes exist. They are populated again; what was cached there is lost. See which pods map the pool.";
}
