using System.Diagnostics.CodeAnalysis;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>
/// Shared filesystems on this node: one loop for each, and one for volumes that have none. Nothing here touches a remote mount; what must, does so in processes that may be given up.
/// Before anything was ordered, nothing is changed: mounts outlive restarts of both containers.
/// </summary>
internal sealed class SharedFilesystems : IVolumeObserver, IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private readonly NodeOptions _options;
    private readonly IMountHelper _helper;
    private readonly Func<IReadOnlyDictionary<string, MountEntry>> _mounts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SharedVolumes _volumes;
    private readonly OrderCollector _collector = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Running)> _units = new(StringComparer.Ordinal);
    private Task _running = Task.CompletedTask;

    /// <summary>Makes it; nothing runs yet.</summary>
    public SharedFilesystems(
        NodeOptions options, VolumeManager volumes, IMountHelper helper, Func<IReadOnlyDictionary<string, MountEntry>> mounts, TimeProvider time, ILogger<SharedFilesystems> logger)
    {
        (_options, _helper, _mounts, _time, _logger) = (options, helper, mounts, time, logger);
        _volumes = new SharedVolumes(options, Board, volumes, helper, logger);
    }

    /// <summary>What is known.</summary>
    public SharedBoard Board { get; } = new();

    /// <summary>Starts to work.</summary>
    public void Start() => _running = RunAsync(_stopping.Token);

    /// <summary>Takes a part of the orders in.</summary>
    public NodeAnswer Want(WantShared part)
    {
        lock (_collector)
        {
            if (_collector.Add(part) is { } orders)
                Board.Want(orders);
        }

        return new Done(part.Id);
    }

    /// <inheritdoc/>
    public void OnPublished(VolumeRecord volume, VolumeSockets sockets)
    {
        if (volume.Role == VolumeRole.Engine)
            Board.Add(volume);
    }

    /// <inheritdoc/>
    public void OnUnpublished(string volumeId) => Board.Remove(volumeId);

    /// <summary>Waits until a volume that needs it shows its pool's directory.</summary>
    /// <param name="volume">The volume, published.</param>
    /// <param name="patience">Longest wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null once it does; else why it does not.</returns>
    public async Task<string?> WaitForAsync(VolumeRecord volume, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        while (true)
        {
            var changed = Board.Changed;
            if (Board.StatusOf(volume.VolumeId) is { Available: true })
                return null;
            // A refusal does not change by waiting.
            if (Board.Orders?.PoolOf(volume) is { Filesystem: null } refused)
                return $"{refused.Reason}: {refused.Message}";
            await Task.WhenAny(changed, Task.Delay(Timeout.InfiniteTimeSpan, _time, either.Token));
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested)
                return Why(volume);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        foreach (var name in _units.Keys.ToList())
            await StopAsync(name);
        _stopping.Dispose();
    }

    private string Why(VolumeRecord volume) => (Board.Orders, Board.StatusOf(volume.VolumeId)) switch
    {
        (_, { } status) => $"{status.Reason}: {status.Message}",
        (null, _) => "the agent has not heard yet what this node shall have; see the container 'serve' of this node's agent pod",
        _ => $"pool {volume.PoolKey} asks for no shared filesystem on this node: set spec.sharedFilesystem of the pool, or leave {DriverNames.SharedAttribute} out of the pod's volume",
    };

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = Board.Changed;
            try
            {
                await MatchUnitsAsync();
                await _volumes.SettleAsync(_mounts(), cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                FilesystemLog.TurnFailed(_logger, "", failure);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            // Without filesystems there is nothing to look after until somebody says something.
            await Task.WhenAny(changed, Task.Delay(_units.Count > 0 ? Tick : Timeout.InfiniteTimeSpan, _time, cancellationToken));
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "It goes with its unit.")]
    private async Task MatchUnitsAsync()
    {
        if (Board.Orders is not { } orders)
            return;
        foreach (var name in _units.Keys.Where(name => !orders.Filesystems.ContainsKey(name)).ToList())
            await StopAsync(name);
        foreach (var name in orders.Filesystems.Keys.Where(name => !_units.ContainsKey(name)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            var unit = new FilesystemUnit(name, _options, Board, _volumes, _helper, _mounts, _time, _logger, _options.SweepsFilesystems);
            _units[name] = (stop, unit.RunAsync(stop.Token));
        }
    }

    private async Task StopAsync(string name)
    {
        if (!_units.Remove(name, out var unit))
            return;
        await unit.Stop.CancelAsync();
        await unit.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        unit.Stop.Dispose();
    }
}
