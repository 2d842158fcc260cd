using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>Changes of objects that others change, too.</summary>
public sealed class ObjectWriterTests : IAsyncLifetime
{
    private static readonly KubernetesClientOptions Options = new() { Json = KubernetesJson.CreateOptions(SampleJsonContext.Default) };
    private TestCluster _cluster = null!;
    private SampleEntity _known = null!;

    private ObjectWriter Writer => new(_cluster.Client, Options, TimeProvider.System);

    private FakeRequest[] Patches => [.. _cluster.Server.Requests.Where(r => r.Verb == "patch")];

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _known = await _cluster.Client.CreateAsync(TestCluster.Sample("a", 1, "red"), TestCluster.Stop);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Only_what_differs_is_sent_with_the_version_and_the_known_object_left_alone()
    {
        var stored = await Writer.UpdateAsync(_known, e => e.Spec.Size = 2, TestCluster.Stop);
        (stored!.Spec.Size, stored.Spec.Color, _known.Spec.Size).ShouldBe((2, "red", 1));
        Patches.ShouldHaveSingleItem().Body!.ToJsonString().ShouldBe($$$"""{"spec":{"size":2},"metadata":{"resourceVersion":"{{{_known.ResourceVersion()}}}"}}""");
    }

    [Fact]
    public async Task What_changes_nothing_is_not_written()
    {
        (await Writer.UpdateAsync(_known, e => e.Spec.Size = 1, TestCluster.Stop)).ShouldBeSameAs(_known);
        Patches.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conflict_applies_the_change_to_what_others_left()
    {
        Modify(o => o["spec"]!["size"] = 7);
        var stored = await Writer.UpdateAsync(_known, e => e.Spec.Size++, TestCluster.Stop);
        // Not 2: that would be the blind update of a stale object.
        (stored!.Spec.Size, Patches.Length).ShouldBe((8, 2));
    }

    [Fact]
    public async Task A_conflict_after_which_nothing_is_left_to_change_is_done()
    {
        Modify(o => o["metadata"]!["labels"] = new JsonObject { ["seen"] = "yes" });
        var stored = await Writer.UpdateAsync(_known, e => e.SetLabel("seen", "yes"), TestCluster.Stop);
        (stored!.GetLabel("seen"), Patches.Length).ShouldBe(("yes", 1));
    }

    [Fact]
    public async Task What_is_gone_or_another_incarnation_is_not_written_to()
    {
        _cluster.Server.Delete("kvfleet.test", "samples", "ns", "a");
        (await Writer.UpdateAsync(_known, e => e.Spec.Size = 2, TestCluster.Stop)).ShouldBeNull();
        await _cluster.Client.CreateAsync(TestCluster.Sample("a", 5), TestCluster.Stop);
        (await Writer.UpdateAsync(_known, e => e.Spec.Size = 2, TestCluster.Stop)).ShouldBeNull();
        _cluster.Stored("a").Spec.Size.ShouldBe(5);
    }

    [Fact]
    public async Task Fields_that_the_class_does_not_know_stay()
    {
        Modify(o => o["spec"]!["newer"] = "field");
        var read = await _cluster.Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop);
        await Writer.UpdateAsync(read!, e => e.Spec.Color = null, TestCluster.Stop);
        var spec = _cluster.Server.Find("kvfleet.test", "samples", "ns", "a")!["spec"]!.AsObject();
        (spec["newer"]!.GetValue<string>(), spec.ContainsKey("color")).ShouldBe(("field", false));
    }

    [Fact]
    public async Task A_partial_model_may_change_what_it_knows_but_no_list_of_objects()
    {
        _cluster.Server.Put(JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"ns","labels":{"a":"1"} },
             "spec":{"containers":[{"name":"c","image":"i","terminationMessagePath":"/x"}]} }
            """)!.AsObject());
        var pod = (await _cluster.Client.GetAsync<V1Pod>("p", "ns", TestCluster.Stop))!;
        (await Writer.UpdateAsync(pod, p => p.SetLabel("b", "2"), TestCluster.Stop))!.GetLabel("b").ShouldBe("2");
        var stored = _cluster.Server.Find("", "pods", "ns", "p")!;
        stored["spec"]!["containers"]![0]!["terminationMessagePath"]!.GetValue<string>().ShouldBe("/x");

        var refused = await Should.ThrowAsync<NotSupportedException>(() => Writer.UpdateAsync(pod, p => p.Spec!.Containers[0].Image = "other", TestCluster.Stop));
        refused.Message.ShouldContain("V1Pod");
    }

    [Fact]
    public async Task A_kind_without_a_class_is_changed_in_the_same_way()
    {
        var samples = await _cluster.Client.UnstructuredAsync("kvfleet.test/v1", "Sample", TestCluster.Stop);
        var known = (await samples.GetAsync("a", "ns", TestCluster.Stop))!;
        Modify(o => o["spec"]!["size"] = 7);
        var stored = await Writer.UpdateAsync(samples, known, o => o.Fields["spec"]!["color"] = "blue", TestCluster.Stop);
        (stored!.Field("spec", "size")!.GetValue<int>(), stored.Field("spec", "color")!.GetValue<string>(), known.Field("spec", "color")!.GetValue<string>()).ShouldBe((7, "blue", "red"));
    }

    [Fact]
    public async Task An_object_that_was_never_read_is_refused() =>
        (await Should.ThrowAsync<ArgumentException>(() => Writer.UpdateAsync(TestCluster.Sample("b"), e => e.Spec.Size = 2, TestCluster.Stop))).Message.ShouldContain("resourceVersion");

    private void Modify(Action<JsonObject> change) => _cluster.Server.Modify("kvfleet.test", "samples", "ns", "a", change);
}
