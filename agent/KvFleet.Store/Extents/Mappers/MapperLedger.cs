using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>
/// Which connection got which extents and has not said that it let go. It is only half of the truth: a process may keep memory after closing its
/// connection. <see cref="MapperScan"/> is the other half, and <see cref="Version"/> tells which scans are young enough to be held against it.
/// </summary>
/// <remarks>Not thread-safe: belongs to the agent's loop.</remarks>
public sealed class MapperLedger
{
    private readonly Dictionary<MapperSession, HashSet<string>> _granted = [];
    private readonly Dictionary<MapperSession, HashSet<string>> _revoked = [];
    private readonly Dictionary<MapperSession, HashSet<string>> _hinted = [];
    private readonly Dictionary<string, long> _changed = new(StringComparer.Ordinal);

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>The open connections.</summary>
    public IReadOnlyCollection<MapperSession> Sessions => _granted.Keys;

    /// <summary>Notes a connection.</summary>
    /// <param name="session">The connection.</param>
    public void Open(MapperSession session)
    {
        _granted.Add(session, new HashSet<string>(StringComparer.Ordinal));
        _revoked.Add(session, new HashSet<string>(StringComparer.Ordinal));
        _hinted.Add(session, new HashSet<string>(StringComparer.Ordinal));
    }

    /// <summary>Notes that descriptors go over a connection. Before they are sent: a failed send must not lose them.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="ids">The extents.</param>
    public void Grant(MapperSession session, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            _granted[session].Add(id);
            Touch(id);
        }
    }

    /// <summary>
    /// Notes that a connection is told to let go of extents it did not get over this connection, in case its process has them from an agent before
    /// this one. It may acknowledge them; it owes nothing, as nothing is on its way to it: the scan tells.
    /// </summary>
    /// <param name="session">The connection.</param>
    /// <param name="ids">The extents.</param>
    public void Hint(MapperSession session, IEnumerable<string> ids) => _hinted[session].UnionWith(ids);

    /// <summary>Notes that connections are being told to let go.</summary>
    /// <param name="ids">The extents.</param>
    /// <returns>Which connection has to be told of which extents; each is told once.</returns>
    public ImmutableArray<KeyValuePair<MapperSession, ImmutableArray<string>>> Revoke(IReadOnlyCollection<string> ids)
    {
        var told = ImmutableArray.CreateBuilder<KeyValuePair<MapperSession, ImmutableArray<string>>>();
        foreach (var (session, granted) in _granted)
        {
            var has = ids.Where(id => granted.Contains(id) && _revoked[session].Add(id)).ToImmutableArray();
            if (!has.IsEmpty)
                told.Add(new(session, has));
        }

        return told.ToImmutable();
    }

    /// <summary>Notes that a connection says it let go.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="ids">The extents.</param>
    /// <returns>False when it never had one of them: a client that breaks the rules.</returns>
    public bool TryAcknowledge(MapperSession session, IReadOnlyCollection<string> ids)
    {
        if (!_granted.TryGetValue(session, out var granted) || !ids.All(id => granted.Contains(id) || _hinted[session].Contains(id)))
            return false;
        foreach (var id in ids)
        {
            _hinted[session].Remove(id);
            _revoked[session].Remove(id);
            if (granted.Remove(id))
                Touch(id);
        }

        return true;
    }

    /// <summary>Notes that a connection ended. What its process keeps is for the scan to tell.</summary>
    /// <param name="session">The connection.</param>
    public void Close(MapperSession session)
    {
        if (!_granted.Remove(session, out var granted))
            return;
        _revoked.Remove(session);
        _hinted.Remove(session);
        foreach (var id in granted)
            Touch(id);
    }

    /// <summary>The extents that a connection has.</summary>
    /// <param name="session">The connection.</param>
    public IReadOnlySet<string> GrantedTo(MapperSession session) => _granted[session];

    /// <summary>Whether a connection was told to let go of something and has not said that it did.</summary>
    /// <param name="session">The connection.</param>
    public bool OwesAcknowledgement(MapperSession session) => _revoked[session].Count > 0;

    /// <summary>The connections that have an extent.</summary>
    /// <param name="id">The extent.</param>
    public IEnumerable<MapperSession> HoldersOf(string id) => _granted.Where(entry => entry.Value.Contains(id)).Select(static entry => entry.Key);

    /// <summary>The version of the last change that concerns an extent: an older scan proves nothing about it.</summary>
    /// <param name="id">The extent.</param>
    public long ChangedAt(string id) => _changed.GetValueOrDefault(id);

    /// <summary>Forgets an extent that is gone.</summary>
    /// <param name="id">The extent.</param>
    public void Forget(string id) => _changed.Remove(id);

    private void Touch(string id) => _changed[id] = ++Version;
}
