using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Tests.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Tests.Informers;

/// <summary>Objects of a store are everybody's. Whoever changes one is found out, where that is looked for.</summary>
public sealed class StoreGuardTests : InformerTestBase
{
    private static InformerOptions<SampleEntity> Guarded => new() { DetectChangesWith = SampleJsonContext.Default.SampleEntity };

    [Fact]
    public async Task A_change_is_found_within_seconds_and_told_once()
    {
        Put("a", 1);
        Put("b", 1);
        await StartAndSyncAsync(Guarded);
        Informer.Store.Get("a", "ns")!.SetLabel("mine", "now");
        await MoveUntil(() => Found.Count > 0);
        for (var i = 0; i < 3; i++)
            Time.Advance(TimeSpan.FromSeconds(10));
        Found.ShouldHaveSingleItem().ShouldContain("ns/a was changed in the cache");
    }

    [Fact]
    public async Task A_change_is_found_when_its_object_is_replaced_or_deleted()
    {
        Put("a", 1);
        Put("b", 1);
        Put("c", 1);
        await StartAndSyncAsync(Guarded);
        foreach (var entity in Informer.Store.List())
            entity.Spec.Size = 99;
        Put("a", 2);
        Delete("b");
        await Until(() => Handler.Told.Count == 5);
        Found.Count.ShouldBe(2);
        Server.FailWatches(new KvFleet.Testing.FakeStatusException(410, "Expired", "too old"));
        await MoveUntil(() => Lists == 2 && Server.OpenWatches == 1);
        Found.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Ordinary_life_is_no_change()
    {
        Put("a", 1);
        await StartAndSyncAsync(Guarded);
        for (var i = 2; i < 10; i++)
            Put("a", i);
        Delete("a");
        Put("a", 10);
        await Until(() => Handler.Told.Count == 11);
        Time.Advance(TimeSpan.FromMinutes(1));
        Found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_setting_is_for_all_kinds(bool detect)
    {
        var options = new InformerOptions<SampleEntity>();
        new InformerFactory(
            Cluster.Client,
            Time,
            NullLoggerFactory.Instance,
            new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(SampleJsonContext.Default) },
            new OperatorSettings { DetectCacheChanges = detect }).Create(options);
        (options.DetectChangesWith is not null).ShouldBe(detect);
    }

    private List<string> Found => [.. Log.Entries.Where(e => e.Level == LogLevel.Critical).Select(e => e.Message)];
}
