using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using KvFleet.Agent.Disks;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Reports;
using KvFleet.Agent.Volumes;
using KvFleet.Api.Reports;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Agent.Tests.Harness;

/// <summary>A whole agent in this process: real sockets, real memory files, the real holder's code; the node container scripted. Can be stopped and started again.</summary>
internal sealed class AgentHarness : IAsyncDisposable
{
    public const long Size = 1 << 20;
    private readonly AgentRuntimeSettings _settings;
    private readonly TimeProvider _time;
    private readonly List<EngineClient> _engines = [];
    private CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private DesiredState? _desired;
    private AgentRuntime? _runtime;

    private AgentHarness(AgentRuntimeSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        Node = new ScriptedNode(Directory.CreateTempSubdirectory("kvfleet-").FullName)
        {
            Kernel = inode => _engines.ToArray().Where(engine => engine.Has(inode)).Select(engine => new Mapper("", 4711, "engine", PodOf(engine), true, true)),
        };
    }

    public ScriptedNode Node { get; }

    public AgentRuntime Runtime => _runtime ?? throw new InvalidOperationException("The agent is stopped.");

    private Dictionary<EngineClient, string> Pods { get; } = [];

    public static AgentHarness Start(TimeSpan? drainDeadline = null, TimeProvider? time = null, DiskPlaces? disk = null)
    {
        var settings = new AgentRuntimeSettings(drainDeadline ?? TimeSpan.FromMinutes(10), 2, "uid-agent")
        {
            Tick = TimeSpan.FromMilliseconds(50),
            Measure = TimeSpan.FromMilliseconds(200),
            Disk = disk ?? DiskPlaces.None,
        };
        var harness = new AgentHarness(settings, time ?? TimeProvider.System);
        harness.Node.Start();
        harness.StartAgent();
        return harness;
    }

    public void StartAgent()
    {
        _stopping = new CancellationTokenSource();
        var facts = new AgentFacts("node-a", "boot", "1.0", _time.GetUtcNow(), 1 << 30, [new NumaNode(0, 1 << 30)]);
        var requests = new NodeRequests(facts.NumaNodes, NullLogger<NodeRequests>.Instance);
        var runtime = new AgentRuntime(facts, _settings, requests, requests, requests, new TestMeters(), _time, NullLoggerFactory.Instance);
        var channel = new NodeChannel(Node.SocketPath, requests, runtime.Loop, runtime.Node, runtime.Volumes, _time, NullLogger<NodeChannel>.Instance);
        _runtime = runtime;
        _running = Task.WhenAll(runtime.RunAsync(_stopping.Token), channel.RunAsync(_stopping.Token));
        if (_desired is { } desired)
            runtime.Loop.Post(() => runtime.Node.Want(desired));
    }

    /// <summary>Kills the agent. Everything that would be another process lives on.</summary>
    public async Task StopAgentAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _runtime!.Dispose();
        _runtime = null;
        _stopping.Dispose();
    }

    /// <summary>What the API server would say, with one pool.</summary>
    public void Want(params DesiredHolder[] holders) => WantPools(Pool("pool", holders));

    public void WantPools(params ImmutableArray<DesiredPool> pools)
    {
        var desired = _desired = new DesiredState((_desired?.Generation ?? 0) + 1, pools);
        Runtime.Loop.Post(() => Runtime.Node.Want(desired));
    }

    public static DesiredPool Pool(string name, params DesiredHolder[] holders) =>
        new(new PoolKey($"uid-{name}", "tenant", name), 4096, 0, ExtentPlacement.None, [.. holders]);

    public static DesiredHolder Hold(string name, long bytes = Size) => new(name, null, bytes, HolderGoal.Hold);

    public static DesiredHolder Drain(string name, long bytes = Size) => new(name, null, bytes, HolderGoal.Drain);

    /// <summary>A holder pod that is there and assigned.</summary>
    public TestHolder AddHolder(string name, string pool = "pool") => new(Node.Publish(name, VolumeRole.Holder, pool));

    /// <summary>An engine pod that connects.</summary>
    public async Task<EngineClient> AddEngineAsync(string name, string pool = "pool", Action<EngineClient>? configure = null)
    {
        var path = Node.Publish(name, VolumeRole.Engine, pool);
        await VolumeServedAsync(name);
        return await ConnectEngineAsync(path, name, configure);
    }

    public async Task<EngineClient> ConnectEngineAsync(string path, string name, Action<EngineClient>? configure = null)
    {
        var engine = await EngineClient.ConnectAsync(path, configure: configure);
        Pods[engine] = $"uid-{name}";
        _engines.Add(engine);
        return engine;
    }

    public Task VolumeServedAsync(string pod) => Eventually.TrueAsync(
        () => Runtime.Loop.AskAsync(() => Runtime.Volumes.Volumes.Any(volume => volume.Identity.PodName == pod), CancellationToken.None), () => $"volume of {pod} served");

    /// <summary>The process is gone, as the kernel sees it.</summary>
    public async Task KillAsync(EngineClient engine)
    {
        _engines.Remove(engine);
        await engine.DisposeAsync();
    }

    public Task<AgentReport> ReportAsync() => Runtime.Feed.ReadAsync(null, TimeSpan.Zero, CancellationToken.None);

    public async Task<PoolReport> ReportAsync(Func<PoolReport, bool> until, string pool = "pool")
    {
        PoolReport? last = null;
        await Eventually.TrueAsync(
            async () =>
            {
                last = (await ReportAsync()).Pools.FirstOrDefault(p => p.Name == pool);
                return last is not null && until(last);
            },
            () => $"report as wanted; the last was {System.Text.Json.JsonSerializer.Serialize(last)}");
        return last!;
    }

    public Task<PoolReport> ReadyAsync(string pool = "pool") => ReportAsync(p => p.Phase == PoolPhase.Ready, pool);

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines.ToList())
            await KillAsync(engine);
        if (_runtime is not null)
            await StopAgentAsync();
        await Node.DisposeAsync();
        Directory.Delete(Node.Directory, recursive: true);
    }

    private string PodOf(EngineClient engine) => Pods.GetValueOrDefault(engine, "uid-unknown");

    private sealed class TestMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
