using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Informers;

public sealed class StoreTests
{
    private readonly Store<SampleEntity> _store = new(new Dictionary<string, Func<SampleEntity, IEnumerable<string>>>
    {
        [StoreIndices.Owner] = StoreIndices.ByOwnerUid,
        ["tier"] = StoreIndices.ByLabel("tier"),
    });

    private static SampleEntity Make(string name, string? tier = null, params string[] owners)
    {
        var entity = new SampleEntity { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns" } };
        if (tier is not null)
            entity.SetLabel("tier", tier);
        if (owners.Length > 0)
            entity.Metadata.OwnerReferences = [.. owners.Select(o => new V1OwnerReference { Uid = o })];
        return entity;
    }

    private IEnumerable<string> Names(string index, string value) => _store.ByIndex(index, value).Select(e => e.Name());

    [Fact]
    public void A_list_is_in_order_and_does_not_change_after_it_was_read()
    {
        _store.Set(Make("b"));
        _store.Set(Make("a"));
        var list = _store.List();
        _store.Remove(new ObjectKey("ns", "a"));
        _store.Set(Make("c"));
        list.Select(e => e.Name()).ShouldBe(["a", "b"]);
        _store.List().Select(e => e.Name()).ShouldBe(["b", "c"]);
    }

    [Fact]
    public void Indices_follow_every_change()
    {
        _store.Set(Make("a", "hot", "o1", "o2"));
        _store.Set(Make("b", "hot", "o2"));
        Names("tier", "hot").ShouldBe(["a", "b"]);
        Names(StoreIndices.Owner, "o2").ShouldBe(["a", "b"]);

        _store.Set(Make("a", "cold", "o1"));
        Names("tier", "hot").ShouldBe(["b"]);
        Names("tier", "cold").ShouldBe(["a"]);
        Names(StoreIndices.Owner, "o2").ShouldBe(["b"]);

        _store.Remove(new ObjectKey("ns", "b"));
        Names("tier", "hot").ShouldBeEmpty();

        _store.Replace([Make("x", "hot", "o1")]);
        Names("tier", "hot").ShouldBe(["x"]);
        Names(StoreIndices.Owner, "o1").ShouldBe(["x"]);
        _store.Count.ShouldBe(1);
    }

    [Fact]
    public void An_index_that_does_not_exist_is_an_error_and_not_an_empty_answer() =>
        Should.Throw<ArgumentException>(() => _store.ByIndex("teir", "hot")).Message.ShouldContain("tier");

    [Fact]
    public void Namespaces_are_told_apart()
    {
        _store.Set(Make("a"));
        var other = Make("a");
        other.Metadata.NamespaceProperty = "other";
        _store.Set(other);
        _store.Count.ShouldBe(2);
        _store.List("other").ShouldHaveSingleItem().ShouldBeSameAs(other);
        _store.Get("a").ShouldBeNull();
    }

    [Fact]
    public async Task Readers_see_a_whole_list_or_the_one_before()
    {
        using var stop = new CancellationTokenSource();
        var even = Enumerable.Range(0, 50).Select(i => Make($"e{i:D2}", "even")).ToArray();
        var odd = Enumerable.Range(0, 50).Select(i => Make($"o{i:D2}", "odd")).ToArray();
        _store.Replace(even);
        var writer = Task.Run(
            () =>
            {
                for (var i = 0; i < 500; i++)
                    _store.Replace(i % 2 == 0 ? odd : even);
            },
            TestContext.Current.CancellationToken);
        while (!writer.IsCompleted)
            _store.List().Select(e => e.GetLabel("tier")).Distinct().Count().ShouldBe(1);
        await writer;
    }
}
