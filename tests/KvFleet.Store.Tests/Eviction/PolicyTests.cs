using System.Globalization;
using KvFleet.Store.Eviction;

namespace KvFleet.Store.Tests.Eviction;

/// <summary>The policies against each other and against knowing the future, on real conversations. The README has the table that this prints.</summary>
public sealed class PolicyTests(ITestOutputHelper output)
{
    public static TheoryData<int> Capacities => [1_000, 5_000, 20_000, 60_000];

    [Theory]
    [MemberData(nameof(Capacities))]
    public void Policies_compare_as_the_README_says_and_nobody_beats_the_future(int capacity)
    {
        var best = CacheRun.Belady(Trace.Conversation, capacity);
        var runs = Enum.GetValues<EvictionPolicy>().ToDictionary(policy => policy, policy => CacheRun.Of(policy, Trace.Conversation, capacity));

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {capacity} | {string.Join(" | ", runs.Values.Append(best).Select(static run => string.Create(CultureInfo.InvariantCulture, $"{run.HitRatio:P1} / {run.SecondsRatio:P1}")))} |"));
        foreach (var run in runs.Values)
            run.HitRatio.ShouldBeInRange(0.2 * best.HitRatio, best.HitRatio);
        // The default is the best of the three where memory is neither tiny nor plenty, and nowhere much worse than the simplest.
        runs[EvictionPolicy.CostAware].SecondsRatio.ShouldBeGreaterThan(runs[EvictionPolicy.Lru].SecondsRatio - 0.005);
        if (capacity is 5_000 or 20_000)
            runs[EvictionPolicy.CostAware].SecondsRatio.ShouldBe(runs.Values.Max(static run => run.SecondsRatio));
    }
}
