using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Health;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>A whole operator with probes over HTTP; informers and API server are in memory, time is a test's.</summary>
internal sealed class OperatorHarness : IAsyncDisposable
{
    private readonly WebApplication _app;
    private HttpClient? _http;

    public OperatorHarness(Action<IOperatorBuilder> configure, Action<OperatorSettings>? settings = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IKubernetesClient>(Client);
        builder.Services.AddSingleton<IInformerFactory>(Informers);
        var operatorBuilder = builder.Services.AddKubernetesOperator(s =>
        {
            s.Name = "op";
            s.Identity = "me";
            settings?.Invoke(s);
        });
        configure(operatorBuilder);
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapHealthEndpoints();
        Host = _app.Services.GetRequiredService<OperatorHost>();
        Host.Kill = () => Killed = true;
        Host.MarkFailed = () => Failed = true;
    }

    public MemoryClient Client { get; } = new();

    public MemoryInformerFactory Informers { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public CollectingLogger Log { get; } = new();

    public OperatorHost Host { get; }

    public IServiceProvider Services => _app.Services;

    public bool Killed { get; private set; }

    public bool Failed { get; private set; }

    public MemoryInformer<SampleEntity> Samples => Informers.Of<SampleEntity>();

    public MemoryInformer<V1Pod> Pods => Informers.Of<V1Pod>();

    public string? Holder => Client.Find<V1Lease>("op", "system")?.Spec?.HolderIdentity;

    public async Task StartAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _http = new HttpClient { BaseAddress = new Uri(address) };
    }

    /// <summary>Starts and lets the given caches sync, so that everything runs.</summary>
    public async Task StartAndSyncAsync()
    {
        await StartAsync();
        Samples.Sync();
        Pods.Sync();
        await Eventually.BeAsync(() => Holder is not null, "a leader");
    }

    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    public async Task<(int Status, string Text)> ProbeAsync(string path)
    {
        using var response = await _http!.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Another replica takes the lease before this one starts.</summary>
    public async Task HoldLeaseAsOtherAsync() => await Client.CreateAsync(new V1Lease
    {
        Metadata = new V1ObjectMeta { Name = "op", NamespaceProperty = "system" },
        Spec = new V1LeaseSpec { HolderIdentity = "other", LeaseDurationSeconds = 15, RenewTime = Time.GetUtcNow() },
    });

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _app.DisposeAsync();
        Log.Dispose();
        Client.Dispose();
    }
}
