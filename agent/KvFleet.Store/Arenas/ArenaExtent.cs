using KvFleet.Native;

namespace KvFleet.Store.Arenas;

/// <summary>One extent of an arena.</summary>
/// <param name="File">Its memory file; mapped while the arena is attached, closed by its owner.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Offset">Its place in the pool's range; its rows start at the next multiple of the stride.</param>
public sealed record ArenaExtent(MemoryFile File, long Bytes, long Offset);
