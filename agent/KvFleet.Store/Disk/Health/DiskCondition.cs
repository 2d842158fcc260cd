namespace KvFleet.Store.Disk.Health;

/// <summary>How a tier is.</summary>
/// <param name="Reason">One of <see cref="DiskReasons"/>.</param>
/// <param name="Message">What is wrong and what to do; empty when all is well.</param>
/// <param name="Since">When the reason came to be.</param>
public sealed record DiskCondition(string Reason, string Message, DateTimeOffset Since)
{
    /// <summary>Whether a person should look.</summary>
    public bool IsDegraded => Reason is not (DiskReasons.Ready or DiskReasons.Recovering or DiskReasons.Throttled);

    /// <summary>Whether values are written.</summary>
    public bool CanWrite => Reason is DiskReasons.Ready or DiskReasons.Throttled or DiskReasons.NoSpace;
}
