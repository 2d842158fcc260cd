using System.Collections.Concurrent;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Tests.Harness;

/// <summary>
/// The node container's end of the channel, in memory: publishes volumes with real sockets, keeps real mappings of extents, and answers scans with what the test
/// says the kernel shows. Can be told to refuse, and to go away.
/// </summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly string _path;
    private readonly Dictionary<string, (VolumePublished Message, Descriptor[] Listeners, string Path)> _volumes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private MessageSocket<NodeMessage>? _socket;

    public ScriptedNode(string directory)
    {
        Directory = directory;
        _path = Path.Combine(directory, "node.sock");
    }

    public string Directory { get; }

    public string SocketPath => _path;

    /// <summary>Extents prepared now, by lock id; true for those that are locked.</summary>
    public ConcurrentDictionary<string, bool> Extents { get; } = new(StringComparer.Ordinal);

    /// <summary>The last status of each volume.</summary>
    public ConcurrentDictionary<string, SetVolumeStatus> Statuses { get; } = new(StringComparer.Ordinal);

    /// <summary>What the kernel shows of an extent, by inode.</summary>
    public Func<ulong, IEnumerable<Mapper>> Kernel { get; set; } = static _ => [];

    /// <summary>Answers a request instead of the node; null to let it.</summary>
    public Func<NodeRequest, NodeAnswer?> Refuse { get; set; } = static _ => null;

    public long Scans;

    public void Start()
    {
        _stopping = new CancellationTokenSource();
        var listener = MessageListener.Bind(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite, NodeJson.Default.NodeMessage);
        _running = RunAsync(listener, _stopping.Token);
    }

    /// <summary>Goes away, with every mapping and lock.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        Extents.Clear();
        _stopping.Dispose();
    }

    /// <summary>Publishes a volume as the kubelet would ask for; returns the path that the pod sees.</summary>
    public string Publish(string pod, VolumeRole role, string pool = "pool", string? uid = null, string @namespace = "tenant", string? poolNamespace = null)
    {
        var volumeId = $"volume-{pod}";
        var path = PathOf(pod);
        var listener = UnixSocket.Listen(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Descriptor[] listeners = role == VolumeRole.Engine ? [listener, StreamSocket.Listen(RespPath(pod), UnixFileMode.UserRead | UnixFileMode.UserWrite)] : [listener];
        var message = new VolumePublished(volumeId, @namespace, pod, uid ?? $"uid-{pod}", "default", pool, role, poolNamespace);
        lock (_gate)
        {
            _volumes[volumeId] = (message, listeners, path);
            Tell(_socket, message, listeners);
        }

        return path;
    }

    /// <summary>The socket that a pod sees.</summary>
    public string PathOf(string pod) => Path.Combine(Directory, $"{pod}.sock");

    /// <summary>The socket for the Redis protocol that an engine's pod sees.</summary>
    public string RespPath(string pod) => Path.Combine(Directory, $"{pod}.resp.sock");

    public void Unpublish(string pod)
    {
        lock (_gate)
        {
            if (_volumes.Remove($"volume-{pod}", out var volume))
                Array.ForEach(volume.Listeners, static listener => listener.Dispose());
            Tell(_socket, new VolumeUnpublished($"volume-{pod}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var volume in _volumes.Values)
            Array.ForEach(volume.Listeners, static listener => listener.Dispose());
    }

    private static void Tell(MessageSocket<NodeMessage>? socket, NodeMessage message, params Descriptor[] listeners)
    {
        // Small messages to a reader that reads: the send completes at once.
        if (socket is not null)
            _ = socket.SendAsync(message, listeners).AsTask();
    }

    private async Task RunAsync(MessageListener<NodeMessage> listener, CancellationToken stop)
    {
        using (listener)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var socket = await listener.AcceptAsync(stop);
                    await ServeAsync(socket, stop);
                }
                catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
                {
                    // The agent restarts, or the test ends.
                }
            }
        }
    }

    private async Task ServeAsync(MessageSocket<NodeMessage> socket, CancellationToken stop)
    {
        lock (_gate)
        {
            foreach (var volume in _volumes.Values)
                Tell(socket, volume.Message, volume.Listeners);
            Tell(socket, new Synced());
            _socket = socket;
        }

        try
        {
            while (await socket.ReceiveAsync(stop) is { } received)
            {
                using (received)
                    await socket.SendAsync(Answer((NodeRequest)received.Message), cancellationToken: stop);
            }
        }
        finally
        {
            lock (_gate)
                _socket = null;
        }
    }

    private NodeAnswer Answer(NodeRequest request)
    {
        if (Refuse(request) is { } refusal)
            return refusal;
        switch (request)
        {
            case Prepare prepare:
                Extents.TryAdd(prepare.ExtentId, false);
                return new Done(request.Id);
            case LockExtent lockExtent when Extents.ContainsKey(lockExtent.ExtentId):
                Extents[lockExtent.ExtentId] = true;
                return new Locked(request.Id, long.MaxValue);
            case LockExtent lockExtent:
                return new NodeError(request.Id, 0, "verify", $"{lockExtent.ExtentId} was not prepared");
            case UnlockExtent unlock:
                Extents.TryRemove(unlock.ExtentId, out _);
                return new Done(request.Id);
            case Retain retain:
                foreach (var id in Extents.Keys.Except(retain.ExtentIds).ToList())
                    Extents.TryRemove(id, out _);
                return new Done(request.Id, 0);
            case SetVolumeStatus status:
                Statuses[status.VolumeId] = status;
                return new Done(request.Id);
            case WantShared:
                return new Done(request.Id);
            case FindMappers find:
                Interlocked.Increment(ref Scans);
                return new Mappers(request.Id, [.. find.Extents.SelectMany(extent => Kernel(extent.Inode).Select(m => m with { ExtentId = extent.ExtentId }))]);
            default:
                throw new InvalidOperationException(request.GetType().Name);
        }
    }
}
