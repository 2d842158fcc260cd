namespace KvFleet.Model.Cost;

/// <summary>How long it takes to bring bytes from a tier to the accelerators of a replica, or back.</summary>
/// <param name="BytesPerSecond">Sustained rate of large copies, in one direction, for the whole replica; positive.</param>
/// <param name="SecondsPerOperation">What each copy costs beside its bytes.</param>
/// <param name="StartSeconds">What a transfer costs before its first byte: a request to an object store, the scheduling of a swap.</param>
public sealed record TransferPath(double BytesPerSecond, double SecondsPerOperation = 0, double StartSeconds = 0)
{
    /// <summary>Seconds for <paramref name="bytes"/> in <paramref name="operations"/> copies.</summary>
    /// <param name="bytes">Bytes; none take no time.</param>
    /// <param name="operations">Copies.</param>
    public double Seconds(double bytes, double operations = 0)
        => bytes <= 0 ? 0 : StartSeconds + (operations * SecondsPerOperation) + (bytes / BytesPerSecond);

    /// <summary>The smallest copy that reaches a share of the sustained rate: the least that is worth reading at a time.</summary>
    /// <param name="share">The share, below 1.</param>
    /// <returns>Bytes.</returns>
    public double EfficientBytes(double share = 0.9)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        return share / (1 - share) * SecondsPerOperation * BytesPerSecond;
    }

    /// <summary>This path behind another one: the slower rate decides, and both cost their part of each copy.</summary>
    /// <param name="next">What the bytes go through afterwards, such as the host link behind a disk.</param>
    public TransferPath Then(TransferPath next)
        => new(Math.Min(BytesPerSecond, next.BytesPerSecond), SecondsPerOperation + next.SecondsPerOperation, StartSeconds + next.StartSeconds);
}
