using System.Collections.Immutable;

namespace KvFleet.Store;

/// <summary>Some of the keys of a store.</summary>
/// <param name="Cursor">Where to go on; 0 when that was all.</param>
/// <param name="Keys">Keys. One that is there all the time comes at least once.</param>
public sealed record StorePage(ulong Cursor, ImmutableArray<ImmutableArray<byte>> Keys);
