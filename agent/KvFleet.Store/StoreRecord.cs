using System.Runtime.InteropServices;

namespace KvFleet.Store;

/// <summary>The answer about one key.</summary>
/// <param name="State">What is known.</param>
/// <param name="Row">Row of the pool; -1 when the value is not one row.</param>
/// <param name="Generation">Grows when the entry is used for another value.</param>
/// <param name="Length">Bytes of the value.</param>
/// <param name="Handle">The lease, where one was asked for and given; else 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoreRecord(StoreRecordState State, int Row = -1, uint Generation = 0, uint Length = 0, ulong Handle = 0);
