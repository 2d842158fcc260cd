using System.Runtime.InteropServices;

namespace KvFleet.Store.Arenas;

/// <summary>What was found in the index of a holder.</summary>
/// <param name="Kept">Committed values that are served again.</param>
/// <param name="Dropped">Values that are not: torn, damaged, or of places that something else has.</param>
/// <param name="Resting">Slots that were being filled; they rest before they are used again.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ArenaLoad(int Kept, int Dropped, int Resting);
