using KvFleet.Store.Extents.Holders;

namespace KvFleet.Store.Tests.Holders;

public sealed class PopulationGateTests
{
    private static readonly HolderKey A = new("tenant", "a");
    private static readonly HolderKey B = new("tenant", "b");
    private static readonly HolderKey C = new("tenant", "c");
    private readonly PopulationGate _gate = new(processors: 64);

    [Fact]
    public void One_at_a_time_first_come_first_served()
    {
        _gate.Join(A).ShouldBeTrue();
        _gate.Join(B).ShouldBeFalse();
        _gate.Join(C).ShouldBeFalse();

        _gate.Leave(A).ShouldBe(B);
        _gate.Leave(B).ShouldBe(C);
        _gate.Leave(C).ShouldBeNull();
        _gate.Current.ShouldBeNull();
    }

    [Fact]
    public void Who_leaves_the_queue_gives_nobody_the_turn()
    {
        _gate.Join(A);
        _gate.Join(B);

        _gate.Leave(B).ShouldBeNull();
        _gate.Leave(C).ShouldBeNull();
        (_gate.Current, _gate.Count).ShouldBe((A, 1));
    }

    [Fact]
    public void Joining_twice_takes_one_place()
    {
        _gate.Join(A);
        _gate.Join(A).ShouldBeTrue();

        _gate.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    [InlineData(192, 16)]
    public void Threads_follow_the_processors_up_to_a_limit(int processors, int threads)
    {
        new PopulationGate(processors).Threads.ShouldBe(threads);
    }
}
