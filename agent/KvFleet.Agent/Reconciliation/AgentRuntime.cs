using System.Diagnostics.Metrics;
using KvFleet.Agent.Protocol;
using KvFleet.Agent.Reports;
using KvFleet.Agent.Telemetry;
using KvFleet.Agent.Volumes;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Locking;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Reconciliation;

/// <summary>The agent without its surroundings: the loop, what runs on it, and its clock. What it asks of the kernel and of the node container comes through interfaces.</summary>
internal sealed class AgentRuntime : IDisposable
{
    private readonly AgentRuntimeSettings _settings;
    private readonly TimeProvider _time;
    private readonly MapperWatch _watch;
    private DateTimeOffset _nextMeasure;

    public AgentRuntime(
        AgentFacts facts,
        AgentRuntimeSettings settings,
        IExtentLocker locker,
        IMapperScanner scanner,
        IVolumeStatusWriter statuses,
        IMeterFactory meters,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_settings, _time) = (settings, time);
        Loop = new AgentLoop(time, loggers.CreateLogger<AgentLoop>());
        Metrics = new AgentMetrics(meters);
        Context = new AgentContext
        {
            Loop = Loop,
            Time = time,
            Locker = locker,
            Gate = new PopulationGate(settings.PopulateThreads),
            Metrics = Metrics,
            Logger = loggers.CreateLogger<NodeUnit>(),
            NumaNodes = facts.NumaNodes,
            DrainDeadline = settings.DrainDeadline,
            OwnPodUid = settings.OwnPodUid,
            Places = settings.Disk,
        };
        Node = new NodeUnit(Context);
        Clients = new ClientFactory(Loop, Node, Context, Metrics, time, loggers.CreateLogger<ClientFactory>());
        Resp = new RespVolumes(Context.Stores, time, loggers.CreateLogger<RespVolumes>());
        Context.Doors = Doors = new RespDoors(Resp, loggers.CreateLogger<RespDoors>());
        Volumes = new VolumeRegistry(Node, Clients, Resp, Context.Stores, statuses);
        Feed = new ReportFeed(facts, Loop, Node, Context);
        Gauges = new AgentGauges(meters, Feed);
        DiskGauges = new DiskGauges(meters, Feed);
        _watch = new MapperWatch(Node, scanner, Context);
        Loop.Settled = Settle;
    }

    /// <summary>The loop.</summary>
    public AgentLoop Loop { get; }

    /// <summary>What units share.</summary>
    public AgentContext Context { get; }

    /// <summary>What is held; on the loop only.</summary>
    public NodeUnit Node { get; }

    /// <summary>The volumes; on the loop only.</summary>
    public VolumeRegistry Volumes { get; }

    /// <summary>Serves the Redis protocol.</summary>
    public RespVolumes Resp { get; }

    /// <summary>The TCP ports of pools; on the loop only.</summary>
    public RespDoors Doors { get; }

    /// <summary>Serves connections.</summary>
    public ClientFactory Clients { get; }

    /// <summary>The report.</summary>
    public ReportFeed Feed { get; }

    /// <summary>Counters.</summary>
    public AgentMetrics Metrics { get; }

    /// <summary>Observed figures.</summary>
    public AgentGauges Gauges { get; }

    /// <summary>Observed figures of disks.</summary>
    public DiskGauges DiskGauges { get; }

    /// <summary>
    /// Runs until cancelled. Nothing is given back at the end: the holders keep their memory, the node container its locks for a while, and the next agent
    /// takes them over.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var ticking = TickAsync(cancellationToken);
        await Loop.RunAsync(cancellationToken);
        // The loop has ended, so that closed connections no longer count as holders that died.
        Context.Stop();
        Volumes.Close();
        await Node.CloseAsync();
        await ticking;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Doors.Dispose();
        Resp.Dispose();
        Context.Dispose();
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_settings.Tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                Loop.Post(Tick);
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
    }

    private void Tick()
    {
        Node.Tick();
        if (_time.GetUtcNow() is var now && now >= _nextMeasure)
        {
            _nextMeasure = now + _settings.Measure;
            Node.Measure();
        }

        Node.Assess(null);
        _watch.Tick();
    }

    private void Settle()
    {
        Volumes.UpdateStatuses();
        Feed.Update();
    }
}
