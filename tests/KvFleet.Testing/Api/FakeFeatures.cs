using System.Globalization;

namespace KvFleet.Testing;

/// <summary>What a server of a version does unless its administrator changed that.</summary>
/// <param name="KnowsSendInitialEvents">Whether it has heard of the parameter, if only to refuse it. Older ones refuse <c>resourceVersionMatch</c> of watches instead.</param>
/// <param name="StreamsLists">Whether it sends initial events with a bookmark at their end (the feature gate <c>WatchList</c>).</param>
/// <param name="AggregatedDiscovery">In which versions of <c>apidiscovery.k8s.io</c> it answers <c>/api</c> and <c>/apis</c>; none for the old documents alone.</param>
internal sealed record FakeFeatures(bool KnowsSendInitialEvents, bool StreamsLists, IReadOnlyList<string> AggregatedDiscovery)
{
    /// <summary>The features of a version, for example <c>v1.34.1</c>.</summary>
    public static FakeFeatures Of(FakeApiServerOptions options)
    {
        var minor = Minor(options.GitVersion);
        return new FakeFeatures(
            minor >= 27,
            // On in 1.32, off again in 1.33, and on since.
            minor >= 27 && (options.StreamsLists ?? minor is 32 or >= 34),
            minor switch { < 27 => [], < 30 => ["v2beta1"], < 33 => ["v2", "v2beta1"], _ => ["v2"] });
    }

    private static int Minor(string gitVersion) => int.Parse(gitVersion.TrimStart('v').Split('.')[1], CultureInfo.InvariantCulture);
}
