using System.Text.Json;

namespace KvFleet.Kubernetes.Tests.Metadata;

public sealed class MetadataTests
{
    private static SampleEntity Stored() => new() { Metadata = new() { Name = "a", NamespaceProperty = "ns", Uid = "u-1" } };

    [Fact]
    public void A_custom_entity_knows_its_own_type()
    {
        var entity = new SampleEntity();
        entity.ApiVersion.ShouldBe("kvfleet.test/v1");
        entity.Kind.ShouldBe("Sample");
        EntityMetadata.Of<SampleEntity>().QualifiedName.ShouldBe("samples.kvfleet.test");
    }

    [Fact]
    public void A_type_without_the_attribute_is_an_error_that_says_what_to_do() =>
        Should.Throw<ArgumentException>(EntityMetadata.Of<string>).Message.ShouldContain("[KubernetesEntity(");

    [Fact]
    public void Finalizers_are_added_and_removed_once()
    {
        var entity = Stored();
        entity.AddFinalizer("kvfleet.test/f").ShouldBeTrue();
        entity.AddFinalizer("kvfleet.test/f").ShouldBeFalse();
        entity.HasFinalizer("kvfleet.test/f").ShouldBeTrue();
        entity.RemoveFinalizer("kvfleet.test/f").ShouldBeTrue();
        entity.RemoveFinalizer("kvfleet.test/f").ShouldBeFalse();
        entity.Metadata.Finalizers.ShouldBe([]);
    }

    [Fact]
    public void An_owner_reference_needs_a_stored_owner()
    {
        Should.Throw<ArgumentException>(() => new SampleEntity().MakeOwnerReference());
        var reference = Stored().MakeOwnerReference(controller: true);
        (reference.ApiVersion, reference.Kind, reference.Name, reference.Uid, reference.Controller)
            .ShouldBe(("kvfleet.test/v1", "Sample", "a", "u-1", true));
    }

    [Fact]
    public void Owners_match_by_group_and_kind_and_not_by_version()
    {
        var reference = Stored().MakeOwnerReference();
        reference.ApiVersion = "kvfleet.test/v1alpha1";
        reference.Matches(EntityMetadata.Of<SampleEntity>()).ShouldBeTrue();
        reference.ApiVersion = "other.test/v1";
        reference.Matches(EntityMetadata.Of<SampleEntity>()).ShouldBeFalse();
    }

    [Fact]
    public void Adding_an_owner_twice_keeps_one_entry()
    {
        var owned = Stored();
        owned.AddOwnerReference(Stored().MakeOwnerReference());
        owned.AddOwnerReference(Stored().MakeOwnerReference());
        owned.Metadata.OwnerReferences!.Count.ShouldBe(1);
        owned.IsOwnedBy(Stored()).ShouldBeTrue();
        owned.GetController()!.Name.ShouldBe("a");
    }

    [Theory]
    [InlineData("ns", "ns", true)]
    [InlineData("ns", "elsewhere", false)]
    [InlineData("ns", null, false)]
    [InlineData(null, "ns", true)]
    [InlineData(null, null, true)]
    public void An_owner_in_another_namespace_would_have_its_objects_collected(string? ownersNamespace, string? objectsNamespace, bool allowed)
    {
        var (owner, owned) = (Stored(), new SampleEntity { Metadata = new V1ObjectMeta { Name = "b", NamespaceProperty = objectsNamespace } });
        owner.Metadata.NamespaceProperty = ownersNamespace;
        if (allowed)
        {
            owned.SetControllerReference(owner);
            owned.GetController()!.Uid.ShouldBe(owner.Uid());
        }
        else
        {
            Should.Throw<ArgumentException>(() => owned.SetControllerReference(owner)).Message.ShouldContain("as an orphan");
        }
    }

    [Fact]
    public void An_object_has_one_manager()
    {
        var (first, second, owned) = (Stored(), Stored(), Stored());
        second.Metadata.Uid = "another";
        owned.SetControllerReference(first);
        owned.SetControllerReference(first);
        owned.Metadata.OwnerReferences!.Count.ShouldBe(1);
        Should.Throw<InvalidOperationException>(() => owned.SetControllerReference(second)).Message.ShouldContain("managed by");
    }

    [Fact]
    public void Times_are_written_in_whole_seconds_and_read_in_any_width()
    {
        var entity = Stored();
        entity.Metadata.CreationTimestamp = new DateTimeOffset(2026, 11, 21, 1, 2, 3, 456, TimeSpan.FromHours(1));
        var json = JsonSerializer.Serialize(entity, SampleJsonContext.Default.SampleEntity);
        json.ShouldContain("\"creationTimestamp\":\"2026-11-21T00:02:03Z\"");
        json.ShouldContain("\"namespace\":\"ns\"");

        var read = JsonSerializer.Deserialize(
            """{"metadata":{"creationTimestamp":"2026-11-21T00:02:03.123456789Z","managedFields":[{"manager":"x"}]}}""",
            SampleJsonContext.Default.SampleEntity);
        read!.Metadata.CreationTimestamp!.Value.Millisecond.ShouldBe(123);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1234567)]
    [InlineData(9999999)]
    public void Micro_times_have_exactly_six_digits(long ticks) =>
        MicroTimeJsonConverter.Format(new DateTimeOffset(2026, 11, 21, 1, 2, 3, TimeSpan.Zero).AddTicks(ticks))
            .ShouldMatch(@"^2026-11-21T01:02:03\.\d{6}Z$");
}
