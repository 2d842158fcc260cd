using System.Collections.Concurrent;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>What is wanted, which volumes there are, and what came of it: where the parts of this room meet. Safe for all threads.</summary>
internal sealed class SharedBoard
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, VolumeRecord> _volumes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SharedStatus> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FilesystemState> _states = new(StringComparer.Ordinal);
    private Action<FilesystemState>? _listener;
    private volatile SharedOrders? _orders;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is wanted; null before it was said.</summary>
    public SharedOrders? Orders => _orders;

    /// <summary>Engines' volumes.</summary>
    public ICollection<VolumeRecord> Volumes => _volumes.Values;

    /// <summary>Ends with the next change of orders, volumes or outcomes.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    /// <summary>New orders.</summary>
    public void Want(SharedOrders orders)
    {
        _orders = orders;
        foreach (var name in _states.Keys.Where(name => !orders.Filesystems.ContainsKey(name)))
            _states.TryRemove(name, out _);
        Wake();
    }

    /// <summary>A volume is there.</summary>
    public void Add(VolumeRecord volume)
    {
        _volumes[volume.VolumeId] = volume;
        Wake();
    }

    /// <summary>A volume is gone.</summary>
    public void Remove(string volumeId)
    {
        _volumes.TryRemove(volumeId, out _);
        _statuses.TryRemove(volumeId, out _);
        Wake();
    }

    /// <summary>Whether a volume is still there.</summary>
    public bool Has(VolumeRecord volume) => _volumes.ContainsKey(volume.VolumeId);

    /// <summary>What came of a volume; null when nothing is known.</summary>
    public SharedStatus? StatusOf(string volumeId) => _statuses.GetValueOrDefault(volumeId);

    /// <summary>How a filesystem is; null when nothing is known.</summary>
    public FilesystemState? StateOf(string filesystem) => _states.GetValueOrDefault(filesystem);

    /// <summary>Notes what came of a volume.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Note(VolumeRecord volume, SharedStatus? status)
    {
        if (StatusOf(volume.VolumeId) == status)
            return false;
        if (status is null || !Has(volume))
            _statuses.TryRemove(volume.VolumeId, out _);
        else
            _statuses[volume.VolumeId] = status;
        Wake();
        return true;
    }

    /// <summary>Notes how a filesystem is, and tells the listener what is news.</summary>
    public void Note(FilesystemState state)
    {
        lock (_gate)
        {
            if (_states.TryGetValue(state.Name, out var before) && before with { Pools = [] } == state with { Pools = [] } && before.Pools.SequenceEqual(state.Pools))
                return;
            _states[state.Name] = state;
            _listener?.Invoke(state);
        }
    }

    /// <summary>Tells a listener everything, and from then on what is news. There is one; a later one replaces it.</summary>
    /// <param name="listener">Must not wait.</param>
    public void Listen(Action<FilesystemState> listener)
    {
        lock (_gate)
        {
            _listener = listener;
            foreach (var state in _states.Values)
                listener(state);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
