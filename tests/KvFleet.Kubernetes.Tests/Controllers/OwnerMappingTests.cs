using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Controllers;

public sealed class OwnerMappingTests
{
    private static readonly EntityMetadata Owner = EntityMetadata.Of<SampleEntity>();

    [Fact]
    public void The_controlling_owner_is_found_in_the_childs_namespace() =>
        Map(Child("kvfleet.test/v1", "Sample", controller: true)).ShouldBe([new ObjectKey("ns", "owner")]);

    [Fact]
    public void Another_version_of_the_same_kind_is_the_same_owner() =>
        Map(Child("kvfleet.test/v1alpha1", "Sample", controller: true)).ShouldBe([new ObjectKey("ns", "owner")]);

    [Theory]
    [InlineData("other.test/v1", "Sample", true)]
    [InlineData("kvfleet.test/v1", "Other", true)]
    [InlineData("v1", "Sample", true)]
    [InlineData("kvfleet.test/v1", "Sample", false)]
    [InlineData("kvfleet.test/v1", "Sample", null)]
    public void Other_groups_kinds_and_mere_owners_are_none(string apiVersion, string kind, bool? controller) =>
        Map(Child(apiVersion, kind, controller)).ShouldBeEmpty();

    [Fact]
    public void A_cluster_scoped_owner_has_no_namespace()
    {
        var child = Child("v1", "Node", controller: true);

        OwnerMapping.ToController(child, EntityMetadata.Of<V1Node>()).ShouldBe([new ObjectKey(null, "owner")]);
    }

    private static IEnumerable<ObjectKey> Map(SampleEntity child) => OwnerMapping.ToController(child, Owner);

    private static SampleEntity Child(string apiVersion, string kind, bool? controller)
    {
        var child = Samples.Make("child");
        child.Metadata.OwnerReferences = [new V1OwnerReference { ApiVersion = apiVersion, Kind = kind, Name = "owner", Uid = "o", Controller = controller }];
        return child;
    }
}
