using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using KvFleet.Api;
using KvFleet.Api.Reports;
using KvFleet.Operator.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.Benchmarks.Telemetry;

/// <summary>A thousand agents behind one port, each at a loopback address of its own, answering over TLS with ten pools and their curves.</summary>
internal sealed class ReportingAgents : IAsyncDisposable
{
    /// <summary>The name in the agents' certificate.</summary>
    internal const string DnsName = "kvfleet-agent.kvfleet-system.svc";

    private const string Mark = "NODE-OF-THIS-ADDRESS";
    private const int Pools = 10;
    private const int Points = 60;
    private readonly WebApplication _app;

    private ReportingAgents(WebApplication app, int port, string authority) => (_app, Port, Authority) = (app, port, authority);

    /// <summary>Their port.</summary>
    internal int Port { get; }

    /// <summary>Who signed their certificate, PEM.</summary>
    internal string Authority { get; }

    /// <summary>The address of an agent.</summary>
    internal static IPAddress AddressOf(int agent) => new([127, 20, (byte)(agent / 250), (byte)((agent % 250) + 1)]);

    /// <summary>Starts them.</summary>
    internal static async Task<ReportingAgents> StartAsync(CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var authority = CertificateAuthority.CreateAuthority("benchmark", now, TimeSpan.FromDays(1));
        var pair = CertificateAuthority.IssueServer(authority, DnsName, now, TimeSpan.FromDays(1));
        var certificate = X509Certificate2.CreateFromPem(pair.CertificatePem, pair.PrivateKeyPem);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var (head, tail) = Template();
        app.MapGet("/v1/report", async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(head, context.RequestAborted);
            await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(context.Connection.LocalIpAddress!.MapToIPv4().ToString()), context.RequestAborted);
            await context.Response.BodyWriter.WriteAsync(tail, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        return new ReportingAgents(app, new Uri(app.Urls.Single()).Port, authority.CertificatePem);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static (byte[] Head, byte[] Tail) Template()
    {
        var report = new AgentReport
        {
            Sequence = 1, NodeName = Mark, BootId = "boot", AgentVersion = "0.1.0", StartedAt = DateTimeOffset.UnixEpoch, ReportedAt = TimeProvider.System.GetUtcNow(), NodeContainerConnected = true,
            Bandwidth = [new(StorageTier.LocalDisk, TransferDirection.Read, 5e9, 0.02, DateTimeOffset.UnixEpoch), new(StorageTier.LocalDisk, TransferDirection.Write, 3e9, 0.02, DateTimeOffset.UnixEpoch)],
            Accelerators = [.. Enumerable.Range(0, 8).Select(index => new AcceleratorReport { Address = $"0000:{index:x2}:00.0", PciId = "10de:2330", Link = "5x16", MaxLink = "5x16" })],
            Pools = [.. Enumerable.Range(0, Pools).Select(Pool)],
        };
        var text = JsonSerializer.Serialize(report, KvFleetJsonContext.Default.AgentReport);
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes(text[..at]), Encoding.UTF8.GetBytes(text[(at + Mark.Length)..]));
    }

    private static PoolReport Pool(int index) => new()
    {
        Namespace = "ai", Name = $"pool-{index}", Uid = $"00000000-0000-0000-0000-{index:000000000000}", Phase = PoolPhase.Ready, ResidentBytes = 1L << 36, LockedBytes = 1L << 36,
        Holders = [new HolderReport { Name = $"pool-{index}-a", Uid = $"h{index}", State = HolderPhase.Ready, AssignedBytes = 1L << 36, ResidentBytes = 1L << 36, LockedBytes = 1L << 36 }],
        Reuse = new ReuseReport
        {
            TotalUses = 123_456.7, Rate = 0.0123,
            Blocks = [.. Enumerable.Range(0, Points).Select(point => Math.Floor(64 * Math.Pow(1.19, point)))],
            Uses = [.. Enumerable.Range(0, Points).Select(point => 1234.5 + point)],
            Positions = [.. Enumerable.Range(0, Points).Select(point => 98_765.4 + point)],
        },
    };
}
