using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Operator.Exporters;
using KvFleet.Operator.Hosting;
using KvFleet.Operator.Options;
using KvFleet.Operator.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.Operator.Tests.Harness;

/// <summary>One or more operators at work on a fake cluster, in fake time.</summary>
internal sealed class OperatorHarness : IAsyncDisposable
{
    // Only a test that fails waits so long: it bounds real time, which nothing is measured against.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly List<IHost> _hosts = [];

    private OperatorHarness(FakeCluster cluster)
    {
        Cluster = cluster;
        Agents = new FakeAgents(cluster);
    }

    public FakeCluster Cluster { get; }

    public FakeAgents Agents { get; }

    public FakeExporters Exporters { get; } = new();

    /// <summary>Settings of operators started from now on. Fake time may run ahead of requests under way; a lease must not be lost over that.</summary>
    public OperatorOptions Options { get; } = new()
    {
        Namespace = FakeCluster.System,
        Leadership = new LeadershipOptions { LeaseDuration = TimeSpan.FromHours(1), RenewDeadline = TimeSpan.FromMinutes(50), RetryPeriod = TimeSpan.FromSeconds(5) },
    };

    public LogCapture Log { get; } = new();

    public static async Task<OperatorHarness> StartAsync(Action<FakeCluster>? prepare = null, bool start = true, bool withDefinitions = true, bool gracefulPods = false)
    {
        var harness = new OperatorHarness(await FakeCluster.StartAsync(withDefinitions, gracefulPods));
        prepare?.Invoke(harness.Cluster);
        if (start)
            await harness.StartOperatorAsync();
        return harness;
    }

    public async Task<IHost> StartOperatorAsync(string identity = "one")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Cluster.Time);
        builder.Services.AddSingleton(new KubernetesClientConfiguration { Host = Cluster.Server.Uri });
        builder.Services.AddSingleton<IAgentReportClient>(Agents);
        builder.Services.AddSingleton<IExporterClient>(Exporters);
        builder.Services.AddKvFleetOperator(Copy(identity));
        var host = builder.Build();
        host.Services.GetRequiredService<OperatorSettings>().DetectCacheChanges = true;
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    /// <summary>Whether the operator started last works.</summary>
    public bool IsLeader => Current.Services.GetRequiredService<ILeadership>().IsLeader;

    /// <summary>Ends an operator in order.</summary>
    public async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        var stopping = host.StopAsync();
        while (!stopping.IsCompleted)
            await StepAsync(TimeSpan.FromMilliseconds(200));
        await stopping;
        host.Dispose();
    }

    public IHost Current => _hosts[^1];

    /// <summary>Lets the cluster and time go on until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"Waited in vain for: {what}\n{Log}");
            await StepAsync(TimeSpan.FromMilliseconds(200));
        }
    }

    public Task UntilReadyAsync(string pool) => UntilAsync(() => Cluster.Condition(pool, "Ready") is { Status: "True" }, $"pool {pool} is ready");

    public Task UntilAsync(string pool, string condition, string reason) =>
        UntilAsync(() => Cluster.Condition(pool, condition)?.Reason == reason, $"{condition} of {pool} says {reason}");

    /// <summary>Lets fake time pass while the cluster goes on, in steps that nothing times out over.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
            await StepAsync(TimeSpan.FromSeconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.ToList())
            await StopAsync(host);
        await Cluster.DisposeAsync();
        // Whatever a test is about: controllers change copies, never what all readers share.
        Log.Lines.ShouldNotContain(line => line.Contains("was changed in the cache", StringComparison.Ordinal));
    }

    private async Task StepAsync(TimeSpan time)
    {
        Cluster.Step();
        Agents.Step();
        Cluster.Time.Advance(time);
        await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
    }

    private OperatorOptions Copy(string identity) => new()
    {
        Namespace = Options.Namespace,
        Identity = identity,
        Agent = Options.Agent,
        Planning = Options.Planning,
        Telemetry = Options.Telemetry,
        Leadership = Options.Leadership,
        DrainDeadline = Options.DrainDeadline,
    };
}
