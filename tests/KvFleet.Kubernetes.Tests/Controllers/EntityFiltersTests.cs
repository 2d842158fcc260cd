using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Controllers;

public sealed class EntityFiltersTests
{
    [Fact]
    public void A_status_change_alone_does_not_matter() => Matters(e => e.Status.Observed = 5).ShouldBeFalse();

    [Fact]
    public void Every_other_change_does()
    {
        Matters(e => e.Metadata.Generation = 2).ShouldBeTrue();
        Matters(e => e.Metadata.DeletionTimestamp = DateTimeOffset.UnixEpoch).ShouldBeTrue();
        Matters(e => e.SetLabel("a", "2")).ShouldBeTrue();
        Matters(e => e.SetLabel("b", "1")).ShouldBeTrue();
        Matters(e => e.SetAnnotation("a", "1")).ShouldBeTrue();
        Matters(e => e.AddFinalizer("x/y")).ShouldBeTrue();
        Matters(e => e.Metadata.OwnerReferences = [new V1OwnerReference { Uid = "o" }]).ShouldBeTrue();
    }

    [Fact]
    public void A_kind_without_generations_is_never_filtered() => Matters(e => e.Metadata.Generation = null, null).ShouldBeTrue();

    private static bool Matters(Action<SampleEntity> change, long? generation = 1)
    {
        var (before, after) = (Make(generation), Make(generation));
        change(after);
        return EntityFilters.IgnoreStatus(before, after);
    }

    private static SampleEntity Make(long? generation)
    {
        var entity = Samples.Make("a");
        entity.Metadata.Generation = generation;
        entity.SetLabel("a", "1");
        return entity;
    }
}
