using System.Collections.Immutable;
using KvFleet.Agent.Disks;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Volumes;
using KvFleet.Model.Catalog;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Standalone;

/// <summary>Has the file's place of the API server and of the kubelet: its pools are the assignments, its sockets the volumes, and each pool has one holder here.</summary>
internal sealed class StandalonePools(string file, AgentRuntime runtime, TimeProvider time, ILogger<StandalonePools> logger) : IAsyncDisposable
{
    /// <summary>Namespace of everything here.</summary>
    public const string Namespace = "local";

    /// <summary>Uid that stands for the pods of engines.</summary>
    public const string EngineUid = "local-engine";

    private const UnixFileMode SocketMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, LocalHolder> _holders = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly StandaloneDoors _doors = new(runtime.Resp, logger);
    private ImmutableArray<StandalonePool> _pools = [];
    private DateTime _stamp;
    private long _generation;

    /// <summary>Looks at the file now: its owner says that it changed.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Puts a configuration in force and follows the file until cancelled.</summary>
    public async Task RunAsync(StandaloneConfiguration configuration, CancellationToken cancellationToken)
    {
        _stamp = Stamp();
        await ApplyAsync(configuration, cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var woken = _wake.WaitAsync(patience.Token);
            await Task.WhenAny(woken, Task.Delay(LookEvery, time, patience.Token));
            var asked = woken.IsCompletedSuccessfully;
            await patience.CancelAsync();
            if (!cancellationToken.IsCancellationRequested && (asked || Stamp() != _stamp))
                await ReloadAsync(cancellationToken);
            _doors.Refresh();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var holder in _holders.Values)
            await holder.DisposeAsync();
        _doors.Dispose();
        _wake.Dispose();
    }

    private static bool HasSameSockets(StandalonePool pool, StandalonePool other) =>
        pool.Name == other.Name && pool.SocketPath == other.SocketPath && pool.Resp.SocketPath == other.Resp.SocketPath;

    private DateTime Stamp() => File.GetLastWriteTimeUtc(file);

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _stamp = Stamp();
        try
        {
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            if (StandaloneReader.Read(text, file, ModelCatalog.BuiltIn, out var problems) is { } configuration)
            {
                await ApplyAsync(configuration, cancellationToken);
                return;
            }

            foreach (var problem in problems)
                logger.FileProblem(problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.FileProblem(e.Message);
        }

        logger.FileRefused(file);
    }

    private async Task ApplyAsync(StandaloneConfiguration configuration, CancellationToken cancellationToken)
    {
        logger.FileRead(file, configuration.Pools.Length);
        var desired = new DesiredState(++_generation, [.. configuration.Pools.Select(Desire)]);
        var gone = _pools.Where(old => configuration.Pools.All(pool => !HasSameSockets(pool, old))).ToList();
        var fresh = configuration.Pools.Where(pool => _pools.All(old => !HasSameSockets(pool, old))).ToList();
        _pools = configuration.Pools;
        await runtime.Loop.AskAsync(
            () =>
            {
                runtime.Node.Want(desired);
                foreach (var pool in gone)
                    runtime.Volumes.Unpublish(EngineVolume(pool).VolumeId);
                return true;
            },
            cancellationToken);

        foreach (var pool in fresh)
            Listen(pool);
        _doors.Apply(configuration.Pools);
        foreach (var pool in configuration.Pools.Where(pool => !_holders.ContainsKey(pool.Name)))
        {
            var holder = new LocalHolder(HolderVolume(pool), runtime.Clients, time, logger);
            _holders.Add(pool.Name, holder);
            holder.Start();
        }
    }

    private void Listen(StandalonePool pool)
    {
        try
        {
            var listener = MessageListener.Bind(pool.SocketPath, SocketMode, VolumeJson.Default.VolumeMessage);
            var resp = pool.Resp.SocketPath is { } path ? StreamSocket.Listen(path, SocketMode) : null;
            runtime.Loop.Post(() => runtime.Volumes.Publish(EngineVolume(pool), listener, resp));
        }
        catch (Exception e) when (e is NativeException or IOException or UnauthorizedAccessException)
        {
            logger.SocketFailed(pool.SocketPath, pool.Name, e.Message);
        }
    }

    private static DesiredPool Desire(StandalonePool pool) => new(
        new PoolKey($"local-{pool.Name}", Namespace, pool.Name),
        pool.RowStrideBytes,
        pool.HugePageBytes,
        pool.Placement,
        [new DesiredHolder(HolderName(pool), null, pool.Bytes, HolderGoal.Hold)])
    {
        Disk = pool.Disk is { } disk ? new DesiredDisk(disk.Bytes, disk.SightingsToAdmit, disk.Directory, disk.KeyFile) : null,
    };

    private static string HolderName(StandalonePool pool) => $"{pool.Name}-holder";

    private static VolumeIdentity HolderVolume(StandalonePool pool) =>
        new($"local-holder-{pool.Name}", Namespace, HolderName(pool), $"local-{pool.Name}", Namespace, pool.Name, VolumeRole.Holder);

    private static VolumeIdentity EngineVolume(StandalonePool pool) =>
        new($"local-engine-{pool.Name}-{pool.SocketPath}-{pool.Resp.SocketPath}", Namespace, "engine", EngineUid, Namespace, pool.Name, VolumeRole.Engine);
}
