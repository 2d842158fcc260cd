namespace KvFleet.Sweeping.Selection;

/// <summary>
/// What was chosen and waits for its grace period to end. Chosen is a moment: files last used up to it go, unless they are used before that. A later moment waits for itself; an earlier one goes on as it was.
/// </summary>
internal sealed class Condemned
{
    private readonly Queue<(uint UpTo, double Due)> _waiting = new();
    private uint _due;
    private uint _last;

    /// <summary>The latest moment chosen; 0: none.</summary>
    public uint UpTo => _last;

    /// <summary>When the next part falls due, on the caller's clock; null: nothing waits.</summary>
    public double? NextDue => _waiting.TryPeek(out var first) ? first.Due : null;

    /// <summary>Chooses a moment.</summary>
    /// <param name="upTo">Files last used up to this second.</param>
    /// <param name="now">Now, on a clock that only goes forward.</param>
    /// <param name="grace">The grace period, in seconds.</param>
    /// <returns>Up to where deletion is due now; 0: nothing.</returns>
    public uint Choose(uint upTo, double now, double grace)
    {
        if (upTo > _last)
        {
            _waiting.Enqueue((upTo, now + grace));
            _last = upTo;
        }

        while (_waiting.TryPeek(out var first) && first.Due <= now)
            _due = _waiting.Dequeue().UpTo;
        return Math.Min(_due, upTo);
    }

    /// <summary>Nothing has to go any more.</summary>
    public void Clear()
    {
        _waiting.Clear();
        (_due, _last) = (0, 0);
    }
}
