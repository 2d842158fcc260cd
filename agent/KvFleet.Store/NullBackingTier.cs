namespace KvFleet.Store;

/// <summary>No lower tier.</summary>
public sealed class NullBackingTier : IBackingTier
{
    /// <summary>The one there is.</summary>
    public static NullBackingTier Instance { get; } = new();

    /// <inheritdoc/>
    public bool Contains(ReadOnlySpan<byte> key) => false;

    /// <inheritdoc/>
    public void RequestLoad(ReadOnlySpan<byte> key)
    {
        // There is nothing to load from.
    }

    /// <inheritdoc/>
    public bool Forget(ReadOnlySpan<byte> key) => false;

    /// <inheritdoc/>
    public bool TryPin(ReadOnlySpan<byte> key, DateTimeOffset until) => false;

    /// <inheritdoc/>
    public void Unpin(ReadOnlySpan<byte> key)
    {
        // It has nothing.
    }

    /// <inheritdoc/>
    public void ForgetAll()
    {
        // It has nothing.
    }

    /// <inheritdoc/>
    public void Wake()
    {
        // There is nowhere to demote to.
    }
}
