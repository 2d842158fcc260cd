using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Reconciliation;

/// <summary>The connections of a pool's engines.</summary>
internal sealed class MapperConnections
{
    private readonly Dictionary<MapperSession, IMapperConnection> _connections = [];
    private readonly HashSet<MapperSession> _unanswered = [];

    public IReadOnlyCollection<IMapperConnection> All => _connections.Values;

    public void Add(IMapperConnection mapper)
    {
        _connections.Add(mapper.Session, mapper);
        _unanswered.Add(mapper.Session);
    }

    public void Remove(IMapperConnection mapper)
    {
        _connections.Remove(mapper.Session);
        _unanswered.Remove(mapper.Session);
    }

    public IMapperConnection? Find(MapperSession session) => _connections.GetValueOrDefault(session);

    /// <summary>True once for each connection.</summary>
    public bool IsFirstAnswer(IMapperConnection mapper) => _unanswered.Remove(mapper.Session);
}
