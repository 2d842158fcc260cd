namespace KvFleet.Agent.Protocol;

/// <summary>How many messages one client may send: a burst, and a rate after it. Keeps one client from keeping the loop from the others.</summary>
internal sealed class MessageBudget(TimeProvider time, int burst = MessageBudget.Burst, int perSecond = MessageBudget.PerSecond)
{
    /// <summary>Messages that may come at once. A holder reports its progress, an engine acknowledges: both far below.</summary>
    public const int Burst = 1000;

    /// <summary>Messages per second in the long run.</summary>
    public const int PerSecond = 200;

    private double _left = burst;
    private long _last = time.GetTimestamp();

    /// <summary>Takes one message off the budget.</summary>
    /// <returns>False when it is used up.</returns>
    public bool TrySpend()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(burst, _left + (time.GetElapsedTime(_last, now).TotalSeconds * perSecond));
        _last = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
