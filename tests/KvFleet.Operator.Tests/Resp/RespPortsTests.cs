using KvFleet.Operator.Resp;

namespace KvFleet.Operator.Tests.Resp;

public sealed class RespPortsTests
{
    [Fact]
    public void No_two_pools_have_one_port_and_each_keeps_its_own()
    {
        var ports = new RespPorts(20000, 64);
        var first = ports.Assign(Pools(Enumerable.Range(0, 40)));
        first.Values.Distinct().Count().ShouldBe(40);
        first.Values.ShouldAllBe(static port => port >= 20000 && port < 20064);

        // Some go, others come: who stays keeps what it had.
        var second = ports.Assign(Pools(Enumerable.Range(20, 40), first));

        second.Values.Distinct().Count().ShouldBe(40);
        Enumerable.Range(20, 20).ShouldAllBe(i => second[$"uid-{i}"] == first[$"uid-{i}"]);
    }

    [Fact]
    public void A_lost_memory_gives_the_same_ports_again() =>
        new RespPorts(20000, 4096).Assign(Pools(Enumerable.Range(0, 10))).ShouldBe(new RespPorts(20000, 4096).Assign(Pools(Enumerable.Range(0, 10).Reverse())), ignoreOrder: true);

    [Fact]
    public void Of_two_that_claim_one_port_one_gets_another()
    {
        var ports = new RespPorts(20000, 64).Assign([new("a", 20001), new("b", 20001)]);

        ports["a"].ShouldBe(20001);
        ports["b"].ShouldNotBe(20001);
    }

    [Fact]
    public void A_port_outside_of_the_range_is_replaced() => new RespPorts(20000, 64).Assign([new("a", 443)])["a"].ShouldBeInRange(20000, 20063);

    [Fact]
    public void When_the_range_is_used_up_a_pool_has_none_and_the_others_keep_theirs()
    {
        var ports = new RespPorts(20000, 2).Assign([new("a", null), new("b", 20000), new("c", null)]);

        ports.Count.ShouldBe(2);
        ports["b"].ShouldBe(20000);
        ports["a"].ShouldBe(20001);
    }

    private static IEnumerable<KeyValuePair<string, int?>> Pools(IEnumerable<int> numbers, IReadOnlyDictionary<string, int>? had = null) =>
        numbers.Select(i => KeyValuePair.Create($"uid-{i}", had is not null && had.TryGetValue($"uid-{i}", out var port) ? port : (int?)null));
}
