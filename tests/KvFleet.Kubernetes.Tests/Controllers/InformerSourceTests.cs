using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Queues;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Controllers;

public sealed class InformerSourceTests : IDisposable
{
    private readonly MemoryInformer<SampleEntity> _informer = new();
    private readonly CollectingLogger _log = new();
    private readonly KeyList _keys = [];
    private readonly List<string> _gone = [];

    public void Dispose() => _log.Dispose();

    [Fact]
    public void What_exists_at_the_start_has_low_priority_what_appears_later_not()
    {
        _informer.Add(Samples.Make("old"));
        using var subscription = Start();
        _informer.Add(Samples.Make("new"));

        _keys.ShouldBe([("old", WorkPriority.Low), ("new", WorkPriority.Normal)]);
    }

    [Fact]
    public void A_resync_has_low_priority_and_passes_the_filter()
    {
        _informer.Add(Samples.Make("a"));
        using var subscription = Start(changed: (_, _) => false);
        _keys.Clear();
        _informer.Resync();

        _keys.ShouldBe([("a", WorkPriority.Low)]);
    }

    [Fact]
    public void Both_the_old_and_the_new_owner_hear_of_a_change()
    {
        using var subscription = Start(map: e => [new ObjectKey(null, e.Spec.Color!)]);
        _informer.Add(WithColor("red"));
        _informer.Update(WithColor("blue"));

        _keys.Select(k => k.Name).ShouldBe(["red", "red", "blue"]);
    }

    [Fact]
    public void A_change_that_keeps_its_keys_asks_for_one_run_not_two()
    {
        using var subscription = Start();
        _informer.Add(Samples.Make("a"));
        _keys.Clear();
        _informer.Update(Samples.Make("a", "2"));

        _keys.ShouldBe([("a", WorkPriority.Normal)]);
    }

    [Fact]
    public void A_filter_keeps_updates_away_but_no_deletions()
    {
        using var subscription = Start(changed: (_, _) => false);
        _informer.Add(Samples.Make("a"));
        _keys.Clear();
        _informer.Update(Samples.Make("a", "2"));
        _keys.ShouldBeEmpty();
        _informer.Delete(Samples.Make("a", "3"));

        _keys.ShouldBe([("a", WorkPriority.Normal)]);
        _gone.ShouldBe(["a"]);
    }

    [Fact]
    public void A_mapping_or_filter_that_throws_is_logged_and_spares_the_informer()
    {
        using var mapping = Start(map: _ => throw new InvalidOperationException("a bug"));
        using var filter = Start(changed: (_, _) => throw new InvalidOperationException("another"));
        _informer.Add(Samples.Make("a"));
        _informer.Update(Samples.Make("a", "2"));

        _log.Lines.Count(l => l.Exception is InvalidOperationException).ShouldBe(4);
        // A broken filter lets everything through: a run too many is better than one too few.
        _keys.Count.ShouldBe(2);
    }

    [Fact]
    public void After_the_end_nothing_is_heard_any_more()
    {
        Start().Dispose();
        _informer.Add(Samples.Make("a"));

        _keys.ShouldBeEmpty();
    }

    private static SampleEntity WithColor(string color)
    {
        var entity = Samples.Make("a", version: color);
        entity.Spec.Color = color;
        return entity;
    }

    private IDisposable Start(Func<SampleEntity, IEnumerable<ObjectKey>>? map = null, Func<SampleEntity, SampleEntity, bool>? changed = null) =>
        new InformerSource<SampleEntity>(_informer, map ?? (e => [ObjectKey.Of(e)]), changed, e => _gone.Add(e.Name()), _log).Start(_keys);

    private sealed class KeyList : List<(string Name, WorkPriority Priority)>, IKeySink
    {
        public void Enqueue(ObjectKey key, WorkPriority priority) => Add((key.Name, priority));
    }
}
