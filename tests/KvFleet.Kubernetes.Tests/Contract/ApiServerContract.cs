using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Contract;

/// <summary>
/// What client and server owe each other. Every test runs against the fake server and, when <c>KVFLEET_E2E_KUBECONFIG</c> names one, against a real
/// server: so the fake stays true.
/// </summary>
public abstract class ApiServerContract : IAsyncLifetime
{
    private protected IKubernetesClient Client { get; set; } = null!;

    private protected string Namespace { get; set; } = "contract";

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        Client?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private SampleEntity Sample(string name, int size = 1, string? color = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = Namespace },
        Spec = new SampleSpec { Size = size, Color = color },
    };

    [Fact]
    public async Task An_object_lives_and_dies()
    {
        var created = await Client.CreateAsync(Sample("a", 3, "red"), Stop);
        created.Uid().ShouldNotBeEmpty();
        (created.Metadata.Generation, created.Metadata.CreationTimestamp is null).ShouldBe((1L, false));
        (await Client.GetAsync<SampleEntity>("a", Namespace, Stop))!.Spec.Color.ShouldBe("red");
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.CreateAsync(Sample("a"), Stop))).IsAlreadyExists.ShouldBeTrue();
        (await Client.DeleteAsync(created, cancellationToken: Stop)).ShouldBeTrue();
        (await Client.GetAsync<SampleEntity>("a", Namespace, Stop)).ShouldBeNull();
        (await Client.DeleteAsync(created, cancellationToken: Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_spec_moves_the_generation_and_status_and_labels_do_not()
    {
        var entity = await Client.CreateAsync(Sample("a"), Stop);
        entity.SetLabel("x", "y");
        entity = await Client.UpdateAsync(entity, Stop);
        entity.Metadata.Generation.ShouldBe(1);
        entity.Status.Observed = 4;
        entity.Spec.Size = 50;
        entity = await Client.UpdateStatusAsync(entity, Stop);
        (entity.Metadata.Generation, entity.Spec.Size, entity.Status.Observed).ShouldBe((1L, 1, 4));
        entity.Spec.Size = 2;
        entity.Status.Observed = 99;
        entity = await Client.UpdateAsync(entity, Stop);
        (entity.Metadata.Generation, entity.Spec.Size, entity.Status.Observed).ShouldBe((2L, 2, 4));
        (await Client.UpdateAsync(entity, Stop)).ResourceVersion().ShouldBe(entity.ResourceVersion());
    }

    [Fact]
    public async Task Stale_writes_are_conflicts()
    {
        var stale = await Client.CreateAsync(Sample("a"), Stop);
        var fresh = (await Client.GetAsync<SampleEntity>("a", Namespace, Stop))!;
        fresh.Spec.Size = 2;
        await Client.UpdateAsync(fresh, Stop);
        stale.Spec.Size = 3;
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.UpdateAsync(stale, Stop))).IsConflict.ShouldBeTrue();
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.UpdateStatusAsync(stale, Stop))).IsConflict.ShouldBeTrue();
        var precondition = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = stale.Uid(), ResourceVersion = stale.ResourceVersion() } };
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.DeleteAsync(stale, precondition, Stop))).IsConflict.ShouldBeTrue();
    }

    [Fact]
    public async Task Another_incarnation_is_not_deleted()
    {
        var old = await Client.CreateAsync(Sample("a"), Stop);
        await Client.DeleteAsync(old, cancellationToken: Stop);
        await Client.CreateAsync(Sample("a"), Stop);
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.DeleteAsync(old, cancellationToken: Stop))).IsConflict.ShouldBeTrue();
    }

    [Fact]
    public async Task Finalizers_hold_a_deleted_object()
    {
        var entity = Sample("a");
        entity.AddFinalizer("kvfleet.test/hold");
        await Client.CreateAsync(entity, Stop);
        await Client.DeleteAsync<SampleEntity>("a", Namespace, cancellationToken: Stop);
        var lingering = (await Client.GetAsync<SampleEntity>("a", Namespace, Stop)).ShouldNotBeNull();
        lingering.IsDeleting().ShouldBeTrue();
        lingering.RemoveFinalizer("kvfleet.test/hold");
        await Client.UpdateAsync(lingering, Stop);
        (await Client.GetAsync<SampleEntity>("a", Namespace, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Applying_is_idempotent_and_removes_what_is_no_longer_meant()
    {
        var first = await Client.ApplyAsync(Sample("a", 3, "red"), "one", cancellationToken: Stop);
        (await Client.ApplyAsync(Sample("a", 3, "red"), "one", cancellationToken: Stop)).ResourceVersion().ShouldBe(first.ResourceVersion());
        var other = Sample("a");
        other.Spec = new SampleSpec { Size = 3 };
        other.SetAnnotation("note", "kept");
        await Client.ApplyAsync(other, "two", cancellationToken: Stop);
        var third = await Client.ApplyAsync(Sample("a", 3), "one", cancellationToken: Stop);
        (third.Spec.Color, third.GetAnnotation("note")).ShouldBe((null, "kept"));
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.ApplyAsync(Sample("a", 4), "three", force: false, Stop))).IsConflict.ShouldBeTrue();
        (await Client.ApplyAsync(Sample("a", 4), "three", cancellationToken: Stop)).Spec.Size.ShouldBe(4);
    }

    [Fact]
    public async Task Status_is_applied_apart_and_conditions_merge_by_type()
    {
        await Client.ApplyAsync(Sample("a"), "spec", cancellationToken: Stop);
        await ApplyCondition("one", "Ready");
        var result = await ApplyCondition("two", "Degraded");
        result.Status.Conditions!.Select(c => c.Type).ShouldBe(["Ready", "Degraded"], ignoreOrder: true);
        (result.Metadata.Generation, result.Spec.Size).ShouldBe((1L, 1));
        (await Client.ApplyAsync(Sample("a"), "spec", cancellationToken: Stop)).ResourceVersion().ShouldBe(result.ResourceVersion());
    }

    [Fact]
    public async Task Patches_change_what_they_name()
    {
        await Client.CreateAsync(Sample("a", 1, "red"), Stop);
        var merge = KubernetesPatch.Merge(new JsonObject { ["spec"] = new JsonObject { ["color"] = null, ["size"] = 5 } });
        var merged = await Client.PatchAsync<SampleEntity>("a", Namespace, merge, cancellationToken: Stop);
        (merged.Spec.Size, merged.Spec.Color).ShouldBe((5, null));
        var refused = KubernetesPatch.Json([new JsonObject { ["op"] = "test", ["path"] = "/spec/size", ["value"] = 1 }, new JsonObject { ["op"] = "remove", ["path"] = "/spec" }]);
        var error = await Should.ThrowAsync<KubernetesApiException>(() => Client.PatchAsync<SampleEntity>("a", Namespace, refused, cancellationToken: Stop));
        ((int)error.StatusCode).ShouldBe(422);
        var status = KubernetesPatch.Merge(new JsonObject { ["status"] = new JsonObject { ["observed"] = 6 } });
        (await Client.PatchAsync<SampleEntity>("a", Namespace, status, "status", Stop)).Status.Observed.ShouldBe(6);
    }

    [Fact]
    public async Task Lists_come_in_pages_and_narrow_by_labels()
    {
        for (var i = 0; i < 7; i++)
        {
            var entity = Sample($"s{i}", i);
            entity.SetLabel("odd", i % 2 == 0 ? "no" : "yes");
            await Client.CreateAsync(entity, Stop);
        }

        var first = await Client.ListPageAsync<SampleEntity>(new ListRequest { Namespace = Namespace, Limit = 3 }, Stop);
        var second = await Client.ListPageAsync<SampleEntity>(
            new ListRequest { Namespace = Namespace, Limit = 10, Continue = first.Metadata.ContinueProperty }, Stop);
        first.Items.Concat(second.Items).Select(e => e.Name()).ShouldBe(Enumerable.Range(0, 7).Select(i => $"s{i}"));
        second.Metadata.ContinueProperty.ShouldBeNullOrEmpty();
        (await Client.ListAsync<SampleEntity>(Namespace, labelSelector: "odd in (yes)", cancellationToken: Stop)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_watch_tells_of_changes_after_a_version()
    {
        var list = await Client.ListPageAsync<SampleEntity>(new ListRequest { Namespace = Namespace }, Stop);
        await Client.CreateAsync(Sample("a", 1), Stop);
        await Client.ApplyAsync(Sample("a", 2), "one", cancellationToken: Stop);
        await Client.DeleteAsync<SampleEntity>("a", Namespace, cancellationToken: Stop);
        var seen = new List<(WatchEventType, int)>();
        var request = new WatchRequest { Namespace = Namespace, ResourceVersion = list.Metadata.ResourceVersion, Timeout = TimeSpan.FromMinutes(5) };
        await foreach (var (type, entity) in Client.WatchAsync<SampleEntity>(request, Stop))
        {
            if (type != WatchEventType.Bookmark)
                seen.Add((type, entity.Spec.Size));
            if (type == WatchEventType.Deleted)
                break;
        }

        seen.ShouldBe([(WatchEventType.Added, 1), (WatchEventType.Modified, 2), (WatchEventType.Deleted, 2)]);
    }

    [Fact]
    public async Task An_informer_follows()
    {
        await Client.CreateAsync(Sample("a", 1), Stop);
        var log = new Tests.Informers.CollectingLogger<Informer<SampleEntity>>();
        var informer = new Informer<SampleEntity>(Client, new InformerOptions<SampleEntity> { Namespace = Namespace, PageSize = 1 }, TimeProvider.System, log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = informer.RunAsync(stop.Token);
        await informer.WaitForSyncAsync(Stop);
        informer.Store.Get("a", Namespace).ShouldNotBeNull();
        await Client.CreateAsync(Sample("b", 2), Stop);
        await Client.DeleteAsync<SampleEntity>("a", Namespace, cancellationToken: Stop);
        while (informer.Store.Get("b", Namespace) is null || informer.Store.Count != 1)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Stop);
        await stop.CancelAsync();
        await running;
        log.Entries.ShouldNotContain(e => e.Level > Microsoft.Extensions.Logging.LogLevel.Information);
    }

    [Fact]
    public async Task A_lease_keeps_microseconds()
    {
        var time = new DateTimeOffset(2026, 11, 21, 1, 2, 3, TimeSpan.Zero).AddTicks(4_567_890);
        var lease = new V1Lease
        {
            Metadata = new V1ObjectMeta { Name = "l", NamespaceProperty = Namespace },
            Spec = new V1LeaseSpec { HolderIdentity = "me", LeaseDurationSeconds = 15, RenewTime = time, AcquireTime = time, LeaseTransitions = 0 },
        };
        var stored = await Client.CreateAsync(lease, Stop);
        stored.Spec!.RenewTime.ShouldBe(time);
        stored.Spec.HolderIdentity = "you";
        (await Client.UpdateAsync(stored, Stop)).Spec!.HolderIdentity.ShouldBe("you");
    }

    [Fact]
    public async Task Secrets_keep_their_bytes()
    {
        byte[] bytes = [0, 1, 2, 255];
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "s", NamespaceProperty = Namespace },
            Data = new Dictionary<string, byte[]> { ["k"] = bytes },
        };
        (await Client.CreateAsync(secret, Stop)).Data!["k"].ShouldBe(bytes);
    }

    [Fact]
    public async Task What_is_missing_is_told_apart_from_what_is_empty()
    {
        (await Client.Discovery.HasResourceAsync<SampleEntity>(Stop)).ShouldBeTrue();
        (await Client.Discovery.HasResourceAsync("kvfleet.test/v9", "samples", Stop)).ShouldBeFalse();
        (await Client.Discovery.GetServerVersionAsync(Stop)).GitVersion.ShouldStartWith("v");
        (await Client.GetAsync<SampleEntity>("none", Namespace, Stop)).ShouldBeNull();
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.Raw.SendAsync(HttpMethod.Get, "/apis/kvfleet.test/v1/nonsense", cancellationToken: Stop)))
            .IsNotFound.ShouldBeTrue();
    }

    private Task<SampleEntity> ApplyCondition(string manager, string type)
    {
        var intent = Sample("a");
        intent.Status.Conditions = [new V1Condition { Type = type, Status = "True", Reason = "Because", Message = "for the contract", LastTransitionTime = DateTimeOffset.UnixEpoch }];
        return Client.ApplyStatusAsync(intent, manager, cancellationToken: Stop);
    }
}
