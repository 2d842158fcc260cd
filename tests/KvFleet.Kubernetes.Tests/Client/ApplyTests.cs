using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class ApplyTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    private KubernetesClient Client => _cluster.Client;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Applying_creates_and_applying_again_changes_nothing()
    {
        var first = await Client.ApplyAsync(TestCluster.Sample("a", 3, "red"), "one", cancellationToken: TestCluster.Stop);
        var second = await Client.ApplyAsync(TestCluster.Sample("a", 3, "red"), "one", cancellationToken: TestCluster.Stop);
        second.ResourceVersion().ShouldBe(first.ResourceVersion());
        second.Uid().ShouldBe(first.Uid());
    }

    [Fact]
    public async Task Only_the_intent_is_sent_even_when_it_was_read_before()
    {
        var stored = await Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop);
        stored.Status.Observed = 5;
        await Client.ApplyAsync(stored, "one", cancellationToken: TestCluster.Stop);

        var request = _cluster.Server.Requests.Last();
        request.Verb.ShouldBe("apply");
        request.Headers["content-type"].ShouldBe("application/apply-patch+yaml");
        (request.Query["fieldManager"], request.Query["force"]).ShouldBe(("one", "true"));
        var body = request.Body!.AsObject();
        body.ContainsKey("status").ShouldBeFalse();
        body["metadata"]!.AsObject().Select(p => p.Key).ShouldBe(["name", "namespace"]);
        (body["apiVersion"]!.GetValue<string>(), body["kind"]!.GetValue<string>()).ShouldBe(("kvfleet.test/v1", "Sample"));
    }

    [Fact]
    public async Task A_field_that_is_no_longer_applied_goes_and_those_of_others_stay()
    {
        await Client.ApplyAsync(TestCluster.Sample("a", 1, "red"), "one", cancellationToken: TestCluster.Stop);
        var other = TestCluster.Sample("a");
        other.SetAnnotation("note", "mine");
        await Client.ApplyAsync(other, "two", cancellationToken: TestCluster.Stop);
        var result = await Client.ApplyAsync(TestCluster.Sample("a", 1), "one", cancellationToken: TestCluster.Stop);
        result.Spec.Color.ShouldBeNull();
        result.GetAnnotation("note").ShouldBe("mine");
    }

    [Fact]
    public async Task Without_force_a_field_of_another_manager_is_a_conflict()
    {
        await Client.ApplyAsync(TestCluster.Sample("a", 1), "one", cancellationToken: TestCluster.Stop);
        var error = await Should.ThrowAsync<KubernetesApiException>(
            () => Client.ApplyAsync(TestCluster.Sample("a", 2), "two", force: false, TestCluster.Stop));
        error.IsConflict.ShouldBeTrue();
        (await Client.ApplyAsync(TestCluster.Sample("a", 2), "two", force: true, TestCluster.Stop)).Spec.Size.ShouldBe(2);
    }

    [Fact]
    public async Task Applying_a_status_sends_and_changes_the_status_only()
    {
        await Client.ApplyAsync(TestCluster.Sample("a", 1), "one", cancellationToken: TestCluster.Stop);
        var intent = TestCluster.Sample("a", 99);
        intent.SetLabel("x", "y");
        intent.Status.Observed = 4;
        var result = await Client.ApplyStatusAsync(intent, "one-status", cancellationToken: TestCluster.Stop);
        (result.Spec.Size, result.Status.Observed, result.GetLabel("x")).ShouldBe((1, 4, null));
        var body = _cluster.Server.Requests.Last().Body!.AsObject();
        body.Select(p => p.Key).ShouldBe(["apiVersion", "kind", "metadata", "status"], ignoreOrder: true);
    }

    [Fact]
    public async Task Conditions_of_two_managers_live_side_by_side()
    {
        await Client.ApplyAsync(TestCluster.Sample("a"), "spec", cancellationToken: TestCluster.Stop);
        await ApplyCondition("one", "Ready", "True");
        await ApplyCondition("two", "Degraded", "False");
        (await ApplyCondition("one", "Ready", "False")).Status.Conditions!.Select(c => (c.Type, c.Status))
            .ShouldBe([("Ready", "False"), ("Degraded", "False")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_manager_must_have_a_name() =>
        await Should.ThrowAsync<ArgumentException>(() => Client.ApplyAsync(TestCluster.Sample("a"), "", cancellationToken: TestCluster.Stop));

    private Task<SampleEntity> ApplyCondition(string manager, string type, string status)
    {
        var intent = TestCluster.Sample("a");
        intent.Status.Conditions = [new V1Condition { Type = type, Status = status, Reason = "Because" }];
        return Client.ApplyStatusAsync(intent, manager, cancellationToken: TestCluster.Stop);
    }
}
