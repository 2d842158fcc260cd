using KvFleet.Native;

namespace KvFleet.Store.Arenas;

/// <summary>The key table of one arena, to be given to clients.</summary>
/// <param name="Arena">Number of the arena.</param>
/// <param name="Holder">What its holder is called.</param>
/// <param name="File">The table's file; belongs to the store.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ArenaKeys(int Arena, string Holder, MemoryFile File, long Bytes);
