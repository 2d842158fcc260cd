using KvFleet.NodePlugin.Filesystems.Helper;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>Does whatever may wait for a server: in a process that may be given up.</summary>
internal interface IMountHelper
{
    /// <summary>Runs a task to its end or to the end of the patience.</summary>
    /// <param name="task">The task.</param>
    /// <param name="patience">Longest wait; the process is killed then, and no longer waited for: one that hangs in the kernel cannot be.</param>
    /// <param name="cancellationToken">Gives up, and kills.</param>
    /// <returns>What came of it. A task whose patience ended has <see cref="HelperResult.TimedOut"/>.</returns>
    Task<HelperResult> RunAsync(HelperTask task, TimeSpan patience, CancellationToken cancellationToken);
}
