using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class ObjectTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    private KubernetesClient Client => _cluster.Client;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task What_is_created_is_read_back_with_what_the_server_added()
    {
        var created = await Client.CreateAsync(TestCluster.Sample("a", 3), TestCluster.Stop);
        created.Uid().ShouldNotBeEmpty();
        created.Metadata.Generation.ShouldBe(1);
        created.Metadata.CreationTimestamp.ShouldNotBeNull();

        var read = await Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop);
        read.ShouldNotBeNull().Spec.Size.ShouldBe(3);
        read.ResourceVersion().ShouldBe(created.ResourceVersion());
        (read.ApiVersion, read.Kind).ShouldBe(("kvfleet.test/v1", "Sample"));
    }

    [Fact]
    public async Task A_missing_object_is_null() => (await Client.GetAsync<SampleEntity>("none", "ns", TestCluster.Stop)).ShouldBeNull();

    [Fact]
    public async Task An_object_of_a_missing_definition_is_null_but_its_list_is_an_error()
    {
        _cluster.Server.Unregister("kvfleet.test", "samples");
        (await Client.GetAsync<SampleEntity>("none", "ns", TestCluster.Stop)).ShouldBeNull();
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.ListAsync<SampleEntity>(cancellationToken: TestCluster.Stop))).IsNotFound.ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_object_of_that_name_already_exists()
    {
        await Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop);
        var error = await Should.ThrowAsync<KubernetesApiException>(() => Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop));
        error.IsAlreadyExists.ShouldBeTrue();
        error.IsConflict.ShouldBeFalse();
        error.Message.ShouldContain("POST /apis/kvfleet.test/v1/namespaces/ns/samples");
    }

    [Fact]
    public async Task Updating_a_stale_object_is_a_conflict()
    {
        var first = await Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop);
        var second = await Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop);
        first.Spec.Size = 2;
        (await Client.UpdateAsync(first, TestCluster.Stop)).Metadata.Generation.ShouldBe(2);
        second!.Spec.Size = 3;
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.UpdateAsync(second, TestCluster.Stop))).IsConflict.ShouldBeTrue();
    }

    [Fact]
    public async Task Save_creates_and_then_replaces()
    {
        await Client.SaveAsync(TestCluster.Sample("a", 1), TestCluster.Stop);
        (await Client.SaveAsync(TestCluster.Sample("a", 2), TestCluster.Stop)).Spec.Size.ShouldBe(2);
    }

    [Fact]
    public async Task Status_and_spec_are_written_apart()
    {
        var entity = await Client.CreateAsync(TestCluster.Sample("a", 1), TestCluster.Stop);
        entity.Status.Observed = 7;
        entity.Spec.Size = 99;
        entity = await Client.UpdateStatusAsync(entity, TestCluster.Stop);
        (entity.Spec.Size, entity.Status.Observed, entity.Metadata.Generation).ShouldBe((1, 7, 1L));

        entity.Status.Observed = 8;
        entity.Spec.Size = 2;
        entity = await Client.UpdateAsync(entity, TestCluster.Stop);
        (entity.Spec.Size, entity.Status.Observed, entity.Metadata.Generation).ShouldBe((2, 7, 2L));
    }

    [Fact]
    public async Task A_partial_model_is_never_used_to_replace_an_object()
    {
        var node = new V1Node { Metadata = new() { Name = "n" } };
        (await Should.ThrowAsync<NotSupportedException>(() => Client.UpdateAsync(node, TestCluster.Stop))).Message.ShouldContain("PatchAsync");
        await Should.ThrowAsync<NotSupportedException>(() => Client.UpdateStatusAsync(node, TestCluster.Stop));
    }

    [Fact]
    public async Task A_merge_patch_changes_what_it_names_and_keeps_what_is_not_modelled()
    {
        _cluster.Server.Put(JsonNode.Parse("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"spec":{"configSource":{"x":1}}}""")!.AsObject());
        var patch = KubernetesPatch.Merge(new JsonObject { ["spec"] = new JsonObject { ["unschedulable"] = true } });
        (await Client.PatchAsync<V1Node>("n", null, patch, cancellationToken: TestCluster.Stop)).Spec!.Unschedulable.ShouldBe(true);
        _cluster.Server.Find("", "nodes", null, "n")!["spec"]!["configSource"]!["x"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_json_patch_with_a_failing_test_changes_nothing()
    {
        await Client.CreateAsync(TestCluster.Sample("a", 1), TestCluster.Stop);
        var patch = KubernetesPatch.Json(
        [
            new JsonObject { ["op"] = "test", ["path"] = "/spec/size", ["value"] = 5 },
            new JsonObject { ["op"] = "replace", ["path"] = "/spec/size", ["value"] = 6 },
        ]);
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.PatchAsync<SampleEntity>("a", "ns", patch, cancellationToken: TestCluster.Stop)))
            .IsInvalid.ShouldBeTrue();
        _cluster.Stored("a").Spec.Size.ShouldBe(1);
    }

    [Fact]
    public async Task Deleting_an_object_deletes_only_the_incarnation_that_was_read()
    {
        var old = await Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop);
        (await Client.DeleteAsync(old, cancellationToken: TestCluster.Stop)).ShouldBeTrue();
        await Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop);
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.DeleteAsync(old, cancellationToken: TestCluster.Stop))).IsConflict.ShouldBeTrue();
        (await Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Deleting_with_a_version_fails_when_the_object_changed()
    {
        var old = await Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop);
        _cluster.Server.Modify("kvfleet.test", "samples", "ns", "a", o => o["spec"]!["size"] = 5);
        var options = new V1DeleteOptions { Preconditions = new V1Preconditions { ResourceVersion = old.ResourceVersion() } };
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.DeleteAsync(old, options, TestCluster.Stop))).IsConflict.ShouldBeTrue();
    }

    [Fact]
    public async Task Deleting_what_is_gone_is_no_error() =>
        (await Client.DeleteAsync<SampleEntity>("none", "ns", cancellationToken: TestCluster.Stop)).ShouldBeFalse();

    [Fact]
    public async Task A_finalizer_keeps_a_deleted_object_until_it_is_removed()
    {
        var entity = TestCluster.Sample("a");
        entity.AddFinalizer("kvfleet.test/f");
        await Client.CreateAsync(entity, TestCluster.Stop);
        await Client.DeleteAsync<SampleEntity>("a", "ns", cancellationToken: TestCluster.Stop);
        var lingering = (await Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop)).ShouldNotBeNull();
        lingering.IsDeleting().ShouldBeTrue();
        lingering.RemoveFinalizer("kvfleet.test/f");
        await Client.UpdateAsync(lingering, TestCluster.Stop);
        (await Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop)).ShouldBeNull();
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("%2e%2e")]
    public async Task A_name_cannot_change_which_path_is_meant(string name) =>
        await Should.ThrowAsync<ArgumentException>(() => Client.GetAsync<SampleEntity>(name, "ns", TestCluster.Stop));

    [Fact]
    public async Task Namespaces_are_demanded_where_they_belong_and_refused_where_not()
    {
        await Should.ThrowAsync<ArgumentException>(() => Client.GetAsync<SampleEntity>("a", cancellationToken: TestCluster.Stop));
        await Should.ThrowAsync<ArgumentException>(() => Client.GetAsync<V1Node>("a", "ns", TestCluster.Stop));
        await Should.ThrowAsync<ArgumentException>(() => Client.CreateAsync(new SampleEntity { Metadata = new() { Name = "a" } }, TestCluster.Stop));
    }

    [Fact]
    public async Task Subresources_and_reviews_are_posted()
    {
        _cluster.Server.Put(JsonNode.Parse("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"sa","namespace":"ns"}}""")!.AsObject());
        var token = await Client.CreateSubresourceAsync<V1ServiceAccount, AuthenticationV1TokenRequest>(
            "sa", "ns", "token", new AuthenticationV1TokenRequest { Spec = new() { Audiences = ["kvfleet.io/agent"], ExpirationSeconds = 600 } }, TestCluster.Stop);
        token.Status!.Token.ShouldBe("token:ns:sa:kvfleet.io/agent");

        var review = await Client.CreateAsync(new V1TokenReview { Spec = new() { Token = "nonsense" } }, TestCluster.Stop);
        review.Status!.Authenticated.ShouldBe(false);
    }
}
