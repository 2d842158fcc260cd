using System.Collections.Immutable;
using KvFleet.Store.Arenas;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>The way to one engine process. No method waits: what is to be told is queued, and a client that does not read is cut off when its queue is full.</summary>
public interface IMapperConnection
{
    /// <summary>Who it is.</summary>
    MapperSession Session { get; }

    /// <summary>Passes extents, with their descriptors.</summary>
    /// <param name="generation">The table's generation they belong to.</param>
    /// <param name="rowStrideBytes">Bytes from one row to the next.</param>
    /// <param name="extents">The entries; their memory files are there.</param>
    void Grant(long generation, long rowStrideBytes, ImmutableArray<PoolExtent> extents);

    /// <summary>Asks to unmap and close extents.</summary>
    /// <param name="extents">The entries.</param>
    /// <param name="deadline">Time until it counts as stuck.</param>
    void Revoke(ImmutableArray<PoolExtent> extents, TimeSpan deadline);

    /// <summary>Tells which key tables there are now.</summary>
    /// <param name="tables">All of them.</param>
    void ShowKeys(ImmutableArray<ArenaKeys> tables);

    /// <summary>Says why, then stops serving it.</summary>
    /// <param name="reason">Machine-readable.</param>
    /// <param name="message">In words.</param>
    void Refuse(string reason, string message);
}
