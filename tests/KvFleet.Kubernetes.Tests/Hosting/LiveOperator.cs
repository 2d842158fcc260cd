using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Health;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Tests.Client;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>An operator with the real client and real informers, on real time with short leases, against the fake API server.</summary>
internal sealed class LiveOperator : IAsyncDisposable
{
    public const string Finalizer = "kvfleet.test/size";
    private readonly WebApplication _app;

    public LiveOperator(TestCluster cluster, string identity = "a")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Log);
        builder.Services.AddKubernetesJson(SampleJsonContext.Default);
        builder.Services.AddSingleton(new KubernetesClientConfiguration { Host = cluster.Server.Uri });
        builder.Services
            .AddKubernetesOperator(s =>
            {
                s.Name = "op";
                s.Identity = identity;
                s.LeaderElectionNamespace = "system";
                s.DetectCacheChanges = true;
                s.LeaderElectionLeaseDuration = TimeSpan.FromSeconds(3);
                s.LeaderElectionRenewDeadline = TimeSpan.FromSeconds(2);
                s.LeaderElectionRetryPeriod = TimeSpan.FromMilliseconds(200);
            })
            .AddController<SizeController, SampleEntity>(c => c.Options.Workers = 2)
            .AddFinalizer<SizeController, SampleEntity>(Finalizer);
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapHealthEndpoints();
        Host = _app.Services.GetRequiredService<OperatorHost>();
        Host.Kill = static () => { };
        Host.MarkFailed = static () => { };
    }

    public CollectingLogger Log { get; } = new();

    public OperatorHost Host { get; }

    public SizeController Controller => _app.Services.GetRequiredService<SizeController>();

    public (bool IsHealthy, string Text) Ready()
    {
        var report = HealthReport.Of(_app.Services.GetServices<IHealthCheck>(), HealthScope.Ready);
        return (report.IsHealthy, report.Text);
    }

    public Task StartAsync() => _app.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Log.Lines.ShouldNotContain(l => l.Text.Contains("changed in the cache", StringComparison.Ordinal));
        Log.Dispose();
    }
}
