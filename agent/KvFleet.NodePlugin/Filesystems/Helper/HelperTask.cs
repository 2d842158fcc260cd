namespace KvFleet.NodePlugin.Filesystems.Helper;

/// <summary>A task for the expendable process; also its command line, as JSON.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Source">Where the filesystem is mounted; empty to detach.</param>
/// <param name="Directory">Attach: the pool's directory from the root of the filesystem. Probe: where probes are written.</param>
/// <param name="KubeletDirectory">The kubelet's directory, below which the target lies.</param>
/// <param name="Target">The volume's place.</param>
/// <param name="ReadOnly">Whether the pod may not write.</param>
/// <param name="UserId">User that the pool's directory belongs to.</param>
/// <param name="GroupId">Group of it; null: it is open to every user that sees it.</param>
/// <param name="NodeName">Name of this node, so that probes of nodes do not meet.</param>
internal sealed record HelperTask(
    HelperVerb Verb,
    string Source,
    string Directory,
    string KubeletDirectory = "",
    string Target = "",
    bool ReadOnly = false,
    uint UserId = 0,
    uint? GroupId = null,
    string NodeName = "");
