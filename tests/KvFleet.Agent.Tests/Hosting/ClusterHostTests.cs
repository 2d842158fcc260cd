using System.Net;
using System.Text.Json.Nodes;
using KvFleet.Agent.Hosting;
using KvFleet.Agent.Reports;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Protocol.Volume;
using KvFleet.Testing;
using Microsoft.AspNetCore.Builder;

namespace KvFleet.Agent.Tests.Hosting;

public sealed class ClusterHostTests
{
    private const long Size = 1 << 20;

    [Fact]
    public async Task A_KVCacheNode_becomes_memory_and_a_report()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        cluster.Assign(("h0", Size));
        await using var agent = await StartAsync(cluster);
        await using var holder = new TestHolder(cluster.Node.Publish("h0", VolumeRole.Holder));

        await cluster.ReadyAsync(Size);

        var report = await cluster.ReportAsync();
        (report.NodeName, report.NodeContainerConnected, report.ObservedNodeGeneration).ShouldBe(("node-a", true, 1));
        report.BootId.ShouldBe((await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id")).Trim());
        report.MemoryTotalBytes.ShouldBeGreaterThan(1 << 30);
        (report.Pools[0].Uid, report.Pools[0].LockedBytes).ShouldBe(("uid-pool", Size));
        (await cluster.GetAsync("/readyz")).Status.ShouldBe(HttpStatusCode.OK);
        (await cluster.GetAsync("/livez")).Status.ShouldBe(HttpStatusCode.OK);

        cluster.Assign(("h0", Size), ("h1", 2 * Size));
        await using var grown = new TestHolder(cluster.Node.Publish("h1", VolumeRole.Holder));
        await cluster.ReadyAsync(3 * Size);

        cluster.Api.Delete("kvfleet.io", "kvcachenodes", null, "node-a");
        await Eventually.TrueAsync(async () => (await cluster.ReportAsync()).Pools.Count == 0, () => "given back");
        (holder.HeldBytes, grown.HeldBytes).ShouldBe((0, 0));
    }

    [Fact]
    public async Task The_report_is_for_the_operator_alone()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await using var agent = await StartAsync(cluster);

        (await cluster.GetReportAsync("operator")).Status.ShouldBe(HttpStatusCode.OK);
        (await cluster.GetReportAsync(null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await cluster.GetReportAsync("stolen")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await cluster.GetReportAsync("unbound")).Body.ShouldStartWith("WrongAudience");
        var (status, body) = await cluster.GetReportAsync("somebody");
        (status, body.StartsWith("WrongUser", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Forbidden, true));
        (await cluster.GetReportAsync("operator", "?since=x")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await cluster.GetReportAsync("operator", "?waitSeconds=61")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await cluster.GetAsync("/v1/report")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_pool_is_served_with_comes_from_the_operator_alone_and_is_never_told_again()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        var port = ClusterFixture.FreePort();
        cluster.Assign(new JsonObject { ["port"] = port, ["tls"] = false }, ("h0", Size));
        await using var agent = await StartAsync(cluster);
        await using var holder = new TestHolder(cluster.Node.Publish("h0", VolumeRole.Holder));
        await cluster.ReadyAsync(Size);
        const string Path = "/v1/pools/uid-pool/resp";
        const string Body = """{"version":"v1","password":"very-secret"}""";

        (await cluster.PutAsync(Path, Body, token: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await cluster.PutAsync(Path, Body, "somebody")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await cluster.PutAsync("/v1/pools/other/resp", Body)).Status.ShouldBe(HttpStatusCode.NotFound);
        var (status, body) = await cluster.PutAsync(Path, """{"password":"very-secret"}""");
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.ShouldNotContain("very-secret");
        (await cluster.PutAsync(Path, new string(' ', 1 << 20))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await cluster.PutAsync(Path, """{"version":"v1","password":""}""")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await cluster.ReportAsync()).Pools[0].Resp!.Listening.ShouldBeFalse();

        (await cluster.PutAsync(Path, Body)).Status.ShouldBe(HttpStatusCode.NoContent);

        var report = (await cluster.ReportAsync()).Pools[0].Resp.ShouldNotBeNull();
        (report.Listening, report.Port, report.CredentialsVersion).ShouldBe((true, port, "v1"));
        (await cluster.GetReportAsync("operator")).Body.ShouldNotContain("very-secret");
    }

    [Fact]
    public async Task Metrics_carry_bytes_by_pool_and_state()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        cluster.Assign(("h0", Size));
        await using var agent = await StartAsync(cluster);
        await using var holder = new TestHolder(cluster.Node.Publish("h0", VolumeRole.Holder));
        await cluster.ReadyAsync(Size);

        var (_, body) = await cluster.GetAsync("/metrics");

        body.ShouldContain("kvfleet_agent_extent_bytes{namespace=\"tenant\",pool=\"pool\",state=\"resident\"} 1048576");
        body.ShouldContain("kvfleet_agent_extent_bytes{namespace=\"tenant\",pool=\"pool\",state=\"locked\"} 1048576");
        body.ShouldContain("kvfleet_agent_holders{namespace=\"tenant\",phase=\"Ready\",pool=\"pool\"} 1");
        body.ShouldContain("kvfleet_agent_sessions{role=\"holder\"} 1");
        body.ShouldContain("kvfleet_agent_populate_seconds_count{namespace=\"tenant\",pool=\"pool\"} 1");
        body.ShouldContain("kvfleet_agent_node_container_connected 1");
    }

    [Fact]
    public async Task While_the_API_server_is_away_everything_is_kept_and_served()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        cluster.Assign(("h0", Size));
        await using var agent = await StartAsync(cluster);
        await using var holder = new TestHolder(cluster.Node.Publish("h0", VolumeRole.Holder));
        await cluster.ReadyAsync(Size);

        using var away = cluster.Api.Inject(_ => true, FakeFault.Drop());
        cluster.Api.CloseWatches();

        var path = cluster.Node.Publish("engine", VolumeRole.Engine);
        await using var engine = await EngineClient.ConnectAsync(path);
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "engine served");
        (await cluster.ReportAsync()).Pools.Single().ResidentBytes.ShouldBe(Size);
        (await cluster.GetAsync("/readyz")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(404, "NotFound")]
    [InlineData(403, "Forbidden")]
    public async Task Missing_definitions_or_rights_are_a_reason_and_no_crash(int code, string reason)
    {
        await using var cluster = await ClusterFixture.StartAsync();
        cluster.Assign(("h0", Size));
        var fault = cluster.Api.Inject(r => r.Resource == "kvcachenodes", FakeFault.Status(code, reason));
        await using var agent = await StartAsync(cluster);
        await using var holder = new TestHolder(cluster.Node.Publish("h0", VolumeRole.Holder));

        await Eventually.TrueAsync(async () => (await cluster.GetAsync("/readyz")).Body.Contains(reason, StringComparison.Ordinal), () => "reason told");
        var (status, body) = await cluster.GetAsync("/readyz");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.ShouldContain("CRD kvcachenodes.kvfleet.io is installed");
        (await cluster.GetAsync("/livez")).Status.ShouldBe(HttpStatusCode.OK);

        fault.Dispose();
        await cluster.ReadyAsync(Size);
    }

    [Fact]
    public async Task A_missing_certificate_is_a_reason_and_a_renewed_one_is_taken_up()
    {
        await using var cluster = await ClusterFixture.StartAsync(certificate: false);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var files = new CertificateFiles(cluster.TlsDirectory, time, Microsoft.Extensions.Logging.Abstractions.NullLogger<CertificateFiles>.Instance);

        files.Current().ShouldBeNull();
        files.Problem.ShouldNotBeNull().ShouldContain("kvfleet-agent-tls");
        var first = cluster.WriteCertificate();
        files.Current().ShouldBeNull();
        time.Advance(TimeSpan.FromSeconds(10));
        files.Current()!.GetCertHashString().ShouldBe(first);
        files.Problem.ShouldBeNull();

        var second = cluster.WriteCertificate();
        File.SetLastWriteTimeUtc(Path.Combine(cluster.TlsDirectory, "tls.crt"), TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5));
        time.Advance(TimeSpan.FromSeconds(10));
        files.Current()!.GetCertHashString().ShouldBe(second);

        await File.WriteAllTextAsync(Path.Combine(cluster.TlsDirectory, "tls.crt"), "rubbish");
        time.Advance(TimeSpan.FromSeconds(10));
        files.Current()!.GetCertHashString().ShouldBe(second);
        files.Problem.ShouldNotBeNull();
        time.Advance(TimeSpan.FromDays(2));
        files.Problem.ShouldNotBeNull().ShouldContain("expired");
    }

    [Fact]
    public async Task The_certificate_that_is_served_is_the_one_in_the_files()
    {
        await using var cluster = await ClusterFixture.StartAsync(certificate: false);
        var hash = cluster.WriteCertificate();
        await using var agent = await StartAsync(cluster);

        await cluster.ReportAsync();

        cluster.ServedCertificate.ShouldBe(hash);
    }

    private static async Task<Agent> StartAsync(ClusterFixture cluster)
    {
        var app = ClusterHost.Build(cluster.Options, KubernetesClientConfiguration.FromKubeConfig(cluster.KubeConfigPath), TimeProvider.System);
        await app.StartAsync();
        return new Agent(app);
    }

    private sealed class Agent(WebApplication app) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
