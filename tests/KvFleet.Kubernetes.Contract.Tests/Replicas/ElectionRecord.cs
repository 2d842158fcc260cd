using System.Globalization;

namespace KvFleet.Kubernetes.Contract.Tests.Replicas;

/// <summary>A line of a replica's log about the election: what, when on the machine's monotonic clock, and how long it took or how late it was.</summary>
internal sealed record ElectionRecord(string Kind, long At, TimeSpan Length)
{
    public static ElectionRecord Of(string[] parts) =>
        new(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(double.Parse(parts[2], CultureInfo.InvariantCulture)));
}
