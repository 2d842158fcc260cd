using KvFleet.Native;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Hosting;

/// <summary>Waits until this node is ours alone. During an update of the agent, the old one may live a few seconds beside the new one.</summary>
internal static class HostLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Takes the lock, however long that takes, and says in the health who holds it meanwhile.</summary>
    /// <param name="options">Where it is and who we are.</param>
    /// <param name="health">Told how it goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when there is somebody to wait for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lock, to be disposed last.</returns>
    /// <exception cref="NativeException">The lock file cannot be opened.</exception>
    public static async Task<FileLock> AcquireAsync(
        NodeOptions options, NodeHealth health, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.PluginDirectory);
        var owner = $"pod {options.PodName} uid {options.PodUid}";
        var last = "";
        while (true)
        {
            if (FileLock.TryAcquire(options.LockFile, owner, out var heldBy) is { } acquired)
            {
                health.Pass(HealthPart.HostLock);
                return acquired;
            }

            if (heldBy != last)
            {
                last = heldBy;
                HostingLog.LockHeld(logger, options.LockFile, heldBy);
                health.Fail(HealthPart.HostLock, $"another agent holds {options.LockFile}: {heldBy}");
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
