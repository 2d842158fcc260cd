using System.Collections.Immutable;
using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.Agent.Filesystems;

/// <summary>
/// Hands what the node shall have of shared filesystems on to the privileged container, which mounts, and keeps what that says of them for the report. All members run on the loop.
/// </summary>
internal sealed class SharedFilesystems
{
    private readonly SortedDictionary<string, FilesystemState> _states = new(StringComparer.Ordinal);
    private IReadOnlyList<WantShared>? _wanted;
    private bool _connected;

    /// <summary>Tells the privileged container; set where there is one.</summary>
    public Action<IReadOnlyList<WantShared>>? Send { get; set; }

    /// <summary>New orders.</summary>
    /// <param name="node">The KVCacheNode; null when there is none.</param>
    public void Want(V1Alpha1KVCacheNode? node)
    {
        _wanted = SharedReader.Read(node);
        var names = _wanted.SelectMany(static part => part.Filesystems).Select(static filesystem => filesystem.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _states.Keys.Where(name => !names.Contains(name)).ToList())
            _states.Remove(gone);
        Tell();
    }

    /// <summary>The privileged container can be reached.</summary>
    public void Connected()
    {
        _connected = true;
        Tell();
    }

    /// <summary>It cannot; what it mounted stays.</summary>
    public void Disconnected()
    {
        _connected = false;
        _states.Clear();
    }

    /// <summary>It said how a filesystem is.</summary>
    public void Learn(FilesystemState state) => _states[state.Name] = state;

    /// <summary>For the report: every filesystem that is wanted.</summary>
    public ImmutableArray<FilesystemReport> Report() =>
    [
        .. (_wanted ?? []).SelectMany(static part => part.Filesystems).Select(filesystem => _states.TryGetValue(filesystem.Name, out var state)
            ? new FilesystemReport
            {
                Name = state.Name,
                Ready = state.Ready,
                Reason = state.Reason,
                Message = state.Message,
                TotalBytes = state.TotalBytes,
                AvailableBytes = state.AvailableBytes,
                Pools = [.. state.Pools.Select(static pool => new SharedPoolReport(pool.Uid, pool.Volumes) { UsedBytes = pool.UsedBytes, Files = pool.Files })],
            }
            : new FilesystemReport { Name = filesystem.Name, Reason = FilesystemReasons.Pending, Message = "The privileged container has not said yet how it is." }),
    ];

    // Before the API server was heard, nothing is said: silence takes no mount away.
    private void Tell()
    {
        if (_connected && _wanted is { } wanted)
            Send?.Invoke(wanted);
    }
}
