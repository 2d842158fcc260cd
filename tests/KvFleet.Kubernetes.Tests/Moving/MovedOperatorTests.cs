using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Tests.Client;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KvFleet.Kubernetes.Tests.Moving;

/// <summary>What was written for KubeOps works here, too.</summary>
public sealed class MovedOperatorTests
{
    private const string Finalizer = "kvfleet.test/moved";

    [Fact]
    public async Task A_controller_and_a_finalizer_of_a_moved_project_do_their_work()
    {
        await using var cluster = await TestCluster.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddKubernetesJson(SampleJsonContext.Default);
        builder.Services.AddSingleton(new KubernetesClientConfiguration { Host = cluster.Server.Uri });
        builder.Services
            .AddKubernetesOperator(settings =>
            {
                settings.Name = "moved";
                settings.Namespace = "ns";
                settings.LeaderElectionType = LeaderElectionType.Single;
                settings.LeaderElectionNamespace = "ns";
                settings.LeaderElectionLeaseDuration = TimeSpan.FromSeconds(15);
                settings.LeaderElectionRenewDeadline = TimeSpan.FromSeconds(10);
                settings.LeaderElectionRetryPeriod = TimeSpan.FromSeconds(2);
                settings.AutoAttachFinalizers = false;
                settings.AutoDetachFinalizers = true;
            })
            .AddController<MovedController, SampleEntity>()
            .AddFinalizer<MovedFinalizer, SampleEntity>(Finalizer);
        using var host = builder.Build();
        await host.StartAsync(TestCluster.Stop);

        await cluster.Client.CreateAsync(TestCluster.Sample("a", 3), TestCluster.Stop);
        await Eventually.BeAsync(() => cluster.Stored("a").Status?.Observed == 3, "the status is written");
        cluster.Stored("a").Metadata.Finalizers.ShouldBe([Finalizer]);
        await cluster.Client.DeleteAsync<SampleEntity>("a", "ns", cancellationToken: TestCluster.Stop);
        await Eventually.BeAsync(() => cluster.Server.Find("kvfleet.test", "samples", "ns", "a") is null, "the finalizer lets it go");
        cluster.Server.Find("", "configmaps", "ns", "a-was-here").ShouldNotBeNull();

        await host.StopAsync(TestCluster.Stop);
        cluster.Server.List("events.k8s.io", "events", "ns").ShouldContain(e => e["reason"]!.GetValue<string>() == "Observed");
    }

    [Fact]
    public async Task Watches_have_the_shape_that_they_have_there()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop);
        await foreach (var (type, entity) in cluster.Client.WatchAsync<SampleEntity>(
            "ns", resourceVersion: null, labelSelector: null, fieldSelector: null, allowWatchBookmarks: true, cancellationToken: TestCluster.Stop))
        {
            (type, entity.Name()).ShouldBe((WatchEventType.Added, "a"));
            break;
        }
    }
}
