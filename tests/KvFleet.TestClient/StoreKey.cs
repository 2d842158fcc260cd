using System.Runtime.InteropServices;

namespace KvFleet.TestClient;

/// <summary>What the store knows of a key.</summary>
/// <param name="State">0 absent, 1 present, 2 being stored, 3 on a lower tier, 4 no valid key.</param>
/// <param name="Row">Row of the value; -1 when it is not one row.</param>
/// <param name="Generation">Grows when the entry is used for another value.</param>
/// <param name="Length">Bytes of the value.</param>
/// <param name="Handle">The lease; 0 for none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoreKey(byte State, int Row, uint Generation, uint Length, ulong Handle);
