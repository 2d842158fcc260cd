using System.Runtime.InteropServices;

namespace KvFleet.Store;

/// <summary>What who stores a value knows about its worth.</summary>
/// <param name="Group">The prefix (prompt) it is part of: any number that its other blocks carry too; 0 for none.</param>
/// <param name="Position">Its place in the prefix, in blocks; 0 is the first.</param>
/// <param name="RecomputeMicroseconds">Time that computing it again takes; 0 while unknown.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoreEntryHints(ulong Group = 0, uint Position = 0, uint RecomputeMicroseconds = 0);
