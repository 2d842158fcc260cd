using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Tests.Harness;

/// <summary>Agents that do at once what their KVCacheNode says, unless told to misbehave.</summary>
internal sealed class FakeAgents(FakeCluster cluster) : IAgentReportClient
{
    private readonly ConcurrentDictionary<IPAddress, Agent> _agents = new();

    public static IPAddress AddressOf(string node) => new([10, 244, .. SHA256.HashData(Encoding.UTF8.GetBytes(node)).AsSpan(0, 2)]);

    public FakeAgent this[string node] => Get(node).Behaviour;

    public async Task<AgentReport> GetAsync(IPAddress address, long since, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!_agents.TryGetValue(address, out var agent))
            throw new HttpRequestException("connection refused");
        agent.Behaviour.Polls++;
        agent.ThrowIfAway();
        var changed = agent.Changed;
        if (agent.Sequence <= since && wait > TimeSpan.Zero)
        {
            using var late = new CancellationTokenSource(wait, cluster.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            await changed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            agent.ThrowIfAway();
        }

        return agent.Report!;
    }

    public Task PutRespAsync(IPAddress address, string poolUid, RespCredentials credentials, CancellationToken cancellationToken)
    {
        if (!_agents.TryGetValue(address, out var agent) || agent.Behaviour.Away)
            throw new HttpRequestException("connection refused");
        agent.Behaviour.Credentials[poolUid] = credentials;
        return Task.CompletedTask;
    }

    /// <summary>Lets every agent look at the cluster.</summary>
    public void Step()
    {
        foreach (var node in cluster.Server.List("", "nodes").Select(node => node["metadata"]!["name"]!.GetValue<string>()))
            Get(node).Look(cluster);
    }

    private Agent Get(string node) => _agents.GetOrAdd(AddressOf(node), _ => new Agent(node));

    private sealed class Agent(string node)
    {
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private string _fingerprint = "";

        public FakeAgent Behaviour { get; } = new();

        public AgentReport? Report { get; private set; }

        public long Sequence => Report?.Sequence ?? 0;

        public Task Changed => _changed.Task;

        public void ThrowIfAway()
        {
            if (Behaviour.Away || Report is null)
                throw new HttpRequestException("connection refused");
        }

        public void Look(FakeCluster cluster)
        {
            var report = Make(cluster);
            var fingerprint = System.Text.Json.JsonSerializer.Serialize(report with { Sequence = 0, ReportedAt = default }, Api.KvFleetJsonContext.Default.AgentReport) + Behaviour.Away;
            if (fingerprint == _fingerprint)
                return;
            _fingerprint = fingerprint;
            Report = report;
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        private AgentReport Make(FakeCluster cluster)
        {
            var known = cluster.Node(node);
            return new AgentReport
            {
                Sequence = Sequence + 1,
                NodeName = node,
                BootId = Behaviour.BootId,
                AgentVersion = "0.1.0",
                StartedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                ReportedAt = cluster.Time.GetUtcNow(),
                ObservedNodeGeneration = known?.Metadata.Generation,
                NodeContainerConnected = Behaviour.NodeContainerConnected,
                Bandwidth = Behaviour.Bandwidth,
                Accelerators = Behaviour.Accelerators,
                NumaNodes = [new NumaNodeReport(0, 16L << 30)],
                LocalDisk = Behaviour.DiskBytes is { } bytes
                    ? new NodeDiskReport { Directory = "/disk", TotalBytes = Behaviour.DiskReason is null ? bytes : 0, AvailableBytes = bytes / 2, Reason = Behaviour.DiskReason, Message = Behaviour.DiskReason is null ? null : "as told" }
                    : null,
                Filesystems = [.. (known?.Spec.Filesystems ?? []).Select(Filesystem)],
                Pools = [.. (known?.Spec.Assignments ?? []).Select(assignment => Pool(cluster, assignment))],
            };
        }

        private FilesystemReport Filesystem(NodeFilesystem filesystem)
        {
            var report = new FilesystemReport
            {
                Name = filesystem.Name,
                Ready = filesystem.PodUid is not null,
                Reason = filesystem.PodUid is null ? FilesystemReasons.NotMounted : FilesystemReasons.Ready,
                Message = filesystem.PodUid is null ? "as told" : null,
                TotalBytes = 1L << 40,
                AvailableBytes = 1L << 39,
                Pools = [.. (filesystem.Pools ?? []).Select(static pool => new SharedPoolReport(pool.Pool.Uid, 1) { UsedBytes = 1L << 30, Files = 5 })],
            };
            return Behaviour.ChangeFilesystem?.Invoke(report) ?? report;
        }

        private RespReport Resp(string poolUid, AssignedResp resp)
        {
            var given = Behaviour.Credentials.GetValueOrDefault(poolUid);
            return new RespReport
            {
                Listening = given is not null && (!resp.Tls || given.CertificatePem is not null),
                Port = resp.Port,
                CredentialsVersion = given?.Version,
                Message = given is null ? "no password yet" : null,
            };
        }

        private PoolReport Pool(FakeCluster cluster, PoolAssignment assignment)
        {
            var running = cluster.Holders(node).Where(pod => pod.Status?.Phase == "Running").Select(pod => pod.Uid()).ToHashSet(StringComparer.Ordinal);
            var holders = (assignment.Holders ?? []).Where(holder => holder.Uid is null || running.Contains(holder.Uid)).Select(holder => Holder(holder)).ToList();
            var resident = holders.Sum(holder => holder.ResidentBytes);
            var report = new PoolReport
            {
                Namespace = assignment.Pool.Namespace,
                Name = assignment.Pool.Name,
                Uid = assignment.Pool.Uid,
                Resp = assignment.Resp is { } resp ? Resp(assignment.Pool.Uid, resp) : null,
                Phase = resident >= assignment.Bytes.ToInt64() && resident > 0 ? PoolPhase.Ready : assignment.Bytes.ToInt64() == 0 ? PoolPhase.Draining : PoolPhase.Pending,
                ResidentBytes = resident,
                LockedBytes = resident,
                DrainingBytes = holders.Where(holder => holder.State == HolderPhase.Draining).Sum(holder => holder.AssignedBytes),
                Holders = holders,
                LocalDisk = assignment.LocalDisk is { } disk
                    ? new PoolDiskReport
                    {
                        CapacityBytes = disk.Bytes.ToInt64(),
                        PhysicalBytes = disk.Bytes.ToInt64() / 2,
                        ValueBytes = disk.Bytes.ToInt64() / 4,
                        Values = 7,
                        Reason = Behaviour.TierReason,
                        Message = "as told",
                        Degraded = Behaviour.TierReason is DiskReportReasons.NoSpace or DiskReportReasons.IoError,
                    }
                    : null,
            };
            return Behaviour.Change?.Invoke(report) ?? report;
        }

        private HolderReport Holder(HolderAssignment holder)
        {
            var drain = holder.State == HolderIntent.Drain;
            var state = drain ? Behaviour.KeepsDraining ? HolderPhase.Draining : HolderPhase.Drained : HolderPhase.Ready;
            var bytes = holder.Bytes.ToInt64();
            return new HolderReport { Name = holder.Name, Uid = holder.Uid, State = state, AssignedBytes = bytes, ResidentBytes = drain ? 0 : bytes, LockedBytes = drain ? 0 : bytes };
        }
    }
}
