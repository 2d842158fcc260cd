using System.Net.Sockets;
using KvFleet.NodePlugin.Channels;
using KvFleet.NodePlugin.Csi;
using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Mappers;
using KvFleet.NodePlugin.Memory;
using KvFleet.NodePlugin.Volumes;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Hosting;

/// <summary>
/// The parts of the node plugin, started in the only order that is right: lock the node, take up what was published, listen for
/// <c>serve</c>, and only then appear to the kubelet. Stopped the other way round; the lock goes last.
/// </summary>
internal static class NodePluginHost
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs until cancelled. What the surroundings lack (a mount, a directory, a free socket) is said in health and log and tried again:
    /// restarting the container would not help, and hides the reason behind a back-off.
    /// </summary>
    /// <param name="options">The settings.</param>
    /// <param name="health">Told how the start goes.</param>
    /// <param name="loggers">Logging.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">Ends it. Mounts, volume sockets and journal stay.</param>
    public static async Task RunAsync(NodeOptions options, NodeHealth health, ILoggerFactory loggers, TimeProvider time, CancellationToken stopping)
    {
        var logger = loggers.CreateLogger(typeof(NodePluginHost));
        HostingLog.Starting(logger, IdentityService.Version, options.NodeName, options.KubeletDirectory);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(options, health, loggers, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException)
            {
                HostingLog.StartFailed(logger, RetryPause, failure);
                health.Fail(HealthPart.Sockets, failure.Message);
                await Task.Delay(RetryPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        HostingLog.Stopping(logger);
    }

    private static async Task RunOnceAsync(NodeOptions options, NodeHealth health, ILoggerFactory loggers, TimeProvider time, CancellationToken stopping)
    {
        var logger = loggers.CreateLogger(typeof(NodePluginHost));
        if (!Directory.Exists(options.KubeletDirectory))
            throw new DirectoryNotFoundException($"{options.KubeletDirectory} does not exist here: mount the kubelet's root directory at its own path, with mountPropagation Bidirectional.");

        using var hostLock = await HostLock.AcquireAsync(options, health, time, logger, stopping);
        using var metrics = new NodeMetrics();
        using var volumes = new VolumeManager(
            new TmpfsVolumes(options.KubeletDirectory),
            new VolumeJournal(options.JournalDirectory, loggers.CreateLogger<VolumeJournal>()),
            loggers.CreateLogger<VolumeManager>());
        volumes.Rebuild();
        health.Pass(HealthPart.Volumes);

        await using var shared = new SharedFilesystems(options, volumes, new HelperProcess(time), static () => MountTable.All(), time, loggers.CreateLogger<SharedFilesystems>());
        using var locker = new ExtentLocker(new ExtentMapper(), metrics, loggers.CreateLogger<ExtentLocker>());
        using var handler = new NodeRequestHandler(
            locker, new MapperScanner(options, metrics, time, loggers.CreateLogger<MapperScanner>()), volumes, shared);
        volumes.Subscribe(handler);
        volumes.Subscribe(shared);
        shared.Start();
        await using var channel = new ChannelServer(options, volumes, handler, metrics, time, loggers.CreateLogger<ChannelServer>());
        channel.Start();
        metrics.Observe(() => volumes.Count, () => locker.Count, () => locker.LockedBytes, () => KernelLocked.Read(), () => channel.IsConnected);

        await using var csi = new CsiServer(
            options,
            [
                new IdentityService(),
                new NodeService(options, volumes, shared, metrics, loggers.CreateLogger<NodeService>()),
                new RegistrationService(options, health, loggers.CreateLogger<RegistrationService>()),
            ],
            loggers);
        await csi.StartAsync(stopping);
        health.Pass(HealthPart.Sockets);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
