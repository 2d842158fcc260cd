using KvFleet.Agent.Protocol;
using KvFleet.Testing;

namespace KvFleet.Agent.Tests.Protocol;

public sealed class MessageBudgetTests
{
    [Fact]
    public void A_burst_is_allowed_and_then_a_rate()
    {
        var time = new FakeTimeProvider();
        var budget = new MessageBudget(time, burst: 3, perSecond: 2);

        Enumerable.Range(0, 4).Select(_ => budget.TrySpend()).ShouldBe([true, true, true, false]);
        time.Advance(TimeSpan.FromSeconds(1));
        Enumerable.Range(0, 3).Select(_ => budget.TrySpend()).ShouldBe([true, true, false]);
        time.Advance(TimeSpan.FromHours(1));
        Enumerable.Range(0, 4).Select(_ => budget.TrySpend()).ShouldBe([true, true, true, false]);
    }
}
