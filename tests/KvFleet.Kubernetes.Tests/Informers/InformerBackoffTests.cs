using KvFleet.Kubernetes.Informers;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Informers;

public sealed class InformerBackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Waits_double_up_to_half_a_minute_and_at_most_double_by_chance()
    {
        var backoff = new InformerBackoff(_time);
        foreach (var expected in (double[])[0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30, 30])
        {
            var wait = backoff.Next();
            wait.ShouldBeInRange(TimeSpan.FromSeconds(expected), TimeSpan.FromSeconds(2 * expected));
            _time.Advance(wait);
        }
    }

    [Fact]
    public void Two_healthy_minutes_start_it_over()
    {
        var backoff = new InformerBackoff(_time);
        for (var i = 0; i < 10; i++)
            _time.Advance(backoff.Next());
        _time.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromMinutes(1));
        backoff.Next().ShouldBeLessThan(TimeSpan.FromSeconds(1.7));
    }
}
