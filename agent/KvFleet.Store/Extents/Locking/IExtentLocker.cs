namespace KvFleet.Store.Extents.Locking;

/// <summary>
/// The privileged half of holding memory: NUMA policy and locks, on a mapping of its own. Every operation may be repeated: a mapping that is there is
/// taken for prepared, a locked one for locked, a missing one for unlocked.
/// </summary>
public interface IExtentLocker
{
    /// <summary>Maps an extent and sets its NUMA policy, before its pages exist.</summary>
    /// <param name="extent">The extent.</param>
    /// <param name="volumeId">The volume its holder is connected through: its locks end with it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ExtentLockerException">The kernel refused.</exception>
    /// <exception cref="LockerUnavailableException">The locker is away.</exception>
    Task PrepareAsync(Extent extent, string volumeId, CancellationToken cancellationToken);

    /// <summary>Locks a prepared extent; pages that do not exist are not to be made by it.</summary>
    /// <param name="lockId">The extent's <see cref="Extent.LockId"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Bytes locked.</returns>
    /// <exception cref="ExtentLockerException">The kernel refused.</exception>
    /// <exception cref="LockerUnavailableException">The locker is away.</exception>
    Task<long> LockAsync(string lockId, CancellationToken cancellationToken);

    /// <summary>Unlocks and unmaps an extent.</summary>
    /// <param name="lockId">The extent's <see cref="Extent.LockId"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ExtentLockerException">The kernel refused.</exception>
    /// <exception cref="LockerUnavailableException">The locker is away.</exception>
    Task UnlockAsync(string lockId, CancellationToken cancellationToken);

    /// <summary>Unmaps everything else: what an earlier agent process left behind.</summary>
    /// <param name="lockIds">What to keep.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LockerUnavailableException">The locker is away.</exception>
    Task RetainAsync(IReadOnlyCollection<string> lockIds, CancellationToken cancellationToken);
}
