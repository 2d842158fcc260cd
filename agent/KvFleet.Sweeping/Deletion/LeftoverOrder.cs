using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Deletion;

/// <summary>How leftovers are removed.</summary>
/// <param name="Directory">Absolute path of the pool's directory.</param>
/// <param name="Now">Now, in seconds since 1970 by the filesystem's clock.</param>
/// <param name="TemporaryAgeSeconds">Age that temporary files must have.</param>
/// <param name="EmptyAgeSeconds">Age that empty directories must have.</param>
/// <param name="StaleAgeSeconds">Age that descriptions of stale trees must have.</param>
/// <param name="Pins">What is protected.</param>
/// <param name="Limiter">Files a second.</param>
/// <param name="IsDryRun">Count, but remove nothing.</param>
internal sealed record LeftoverOrder(
    string Directory, long Now, long TemporaryAgeSeconds, long EmptyAgeSeconds, long StaleAgeSeconds, PinSet Pins, RateLimiter Limiter, bool IsDryRun);
