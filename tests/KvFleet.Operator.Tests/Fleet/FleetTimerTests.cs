using KvFleet.Operator.Faults;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Placement;
using KvFleet.Planning;
using KvFleet.Testing;

namespace KvFleet.Operator.Tests.Fleet;

public sealed class FleetTimerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Without_anything_to_wait_for_nothing_is_due() => Timer().Next(Picture()).ShouldBeNull();

    [Fact]
    public void The_end_of_a_back_off_is_waited_for() => Timer().Next(Picture(TimeSpan.FromSeconds(15))).ShouldBe(TimeSpan.FromSeconds(15));

    [Fact]
    public void The_earliest_of_several_counts() => Timer().Next(Picture(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(3), null)).ShouldBe(TimeSpan.FromSeconds(3));

    [Fact]
    public void What_ended_while_steps_were_taken_is_looked_at_soon_and_not_forgotten()
    {
        // The back-off was still on by a millisecond when the fleet was looked at, so nothing was tried.
        var picture = Picture(TimeSpan.FromMilliseconds(1));
        _time.Advance(TimeSpan.FromSeconds(2));

        Timer().Next(picture).ShouldBe(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void What_had_ended_before_the_fleet_was_looked_at_is_dealt_with() => Timer().Next(Picture(TimeSpan.FromSeconds(-1))).ShouldBeNull();

    private FleetTimer Timer() => new(new ClassBook(TimeSpan.FromSeconds(30)), new FaultBook(_time), new Recent(_time), TimeSpan.FromMinutes(5), _time);

    private FleetPicture Picture(params TimeSpan?[] delays) => new()
    {
        At = _time.GetUtcNow(),
        Mode = FleetMode.Run,
        Plan = new Plan([], recheckAt: null),
        Nodes = new Dictionary<string, NodePicture>(StringComparer.Ordinal),
        Pools = new Dictionary<string, PoolPicture>(StringComparer.Ordinal),
        Delays = [.. delays.Select(delay => new GrowthDelay(new PoolKey("ai", "llama"), "a", 1, GrowthDelayReason.BackOff, _time.GetUtcNow() + delay))],
    };
}
