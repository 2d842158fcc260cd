using System.Globalization;

namespace KvFleet.Testing;

/// <summary>A line of a replica's log about the election.</summary>
/// <param name="Kind">What: <c>saw</c> a sign of life of the leader, <c>took</c> the lease, <c>asked</c> for it, <c>failed</c> to, <c>late</c>: a timer came late.</param>
/// <param name="At">When, on the machine's monotonic clock.</param>
/// <param name="Length">How long it took, or how late it was.</param>
public sealed record ElectionRecord(string Kind, long At, TimeSpan Length)
{
    internal static ElectionRecord Of(string[] parts) =>
        new(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(double.Parse(parts[2], CultureInfo.InvariantCulture)));
}
