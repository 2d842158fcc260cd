using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Scanning;

/// <summary>Something that nobody will use any more, found by a look.</summary>
/// <param name="Directory">Where it is, relative to the pool's directory.</param>
/// <param name="Name">Its name, as bytes: names need not be text.</param>
/// <param name="Reason">What it is: a temporary file, the description of a stale tree, an empty directory.</param>
internal sealed record Leftover(string Directory, byte[] Name, SweepReason Reason);
