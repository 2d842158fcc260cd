using KvFleet.Sweeping.Selection;

namespace KvFleet.Sweeping.Tests.Selection;

public sealed class CondemnedTests
{
    private readonly Condemned _condemned = new();

    [Fact]
    public void What_is_chosen_goes_when_its_grace_period_is_over()
    {
        _condemned.Choose(100, now: 0, grace: 30).ShouldBe(0u);
        _condemned.NextDue.ShouldBe(30);
        _condemned.Choose(100, now: 29, grace: 30).ShouldBe(0u);
        _condemned.Choose(100, now: 30, grace: 30).ShouldBe(100u);
        _condemned.NextDue.ShouldBeNull();
    }

    [Fact]
    public void What_is_chosen_later_waits_for_itself()
    {
        _condemned.Choose(100, now: 0, grace: 30);
        _condemned.Choose(140, now: 20, grace: 30).ShouldBe(0u);
        _condemned.Choose(140, now: 31, grace: 30).ShouldBe(100u);
        _condemned.UpTo.ShouldBe(140u);
        _condemned.Choose(140, now: 50, grace: 30).ShouldBe(140u);
    }

    [Fact]
    public void Less_than_was_chosen_may_be_enough_by_then()
    {
        _condemned.Choose(100, now: 0, grace: 30);
        _condemned.Choose(60, now: 30, grace: 30).ShouldBe(60u);
    }

    [Fact]
    public void What_need_not_go_any_more_waits_anew()
    {
        _condemned.Choose(100, now: 0, grace: 30);
        _condemned.Clear();
        _condemned.UpTo.ShouldBe(0u);
        _condemned.Choose(100, now: 31, grace: 30).ShouldBe(0u);
    }

    [Fact]
    public void Without_grace_it_goes_at_once() => _condemned.Choose(100, now: 5, grace: 0).ShouldBe(100u);
}
