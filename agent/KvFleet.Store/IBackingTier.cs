namespace KvFleet.Store;

/// <summary>What a store may demote to. Called under the store's lock: every member answers from memory, and calls nothing of the store before it has returned.</summary>
public interface IBackingTier
{
    /// <summary>Whether it has a key.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    bool Contains(ReadOnlySpan<byte> key);

    /// <summary>Brings a value back, later and by another thread, through <see cref="IPoolStore.TryReserve"/>.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    void RequestLoad(ReadOnlySpan<byte> key);

    /// <summary>A key was removed or got another value: what the tier has of it is not valid any more.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    /// <returns>Whether it had it.</returns>
    bool Forget(ReadOnlySpan<byte> key);

    /// <summary>Keeps a value until a time: it does not leave to make room.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    /// <param name="until">Until when.</param>
    /// <returns>False when it is not there, or pins keep too much already.</returns>
    bool TryPin(ReadOnlySpan<byte> key, DateTimeOffset until);

    /// <summary>Lets go of a value that was kept.</summary>
    /// <param name="key">1 to 168 bytes.</param>
    void Unpin(ReadOnlySpan<byte> key);

    /// <summary>All keys were removed.</summary>
    void ForgetAll();

    /// <summary>Memory gets scarce: now is the time to demote what <see cref="IPoolStore.TakeColdest"/> gives.</summary>
    void Wake();
}
