using KvFleet.Agent.Tests.Harness;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Tests.Hosting;

public sealed class ServeProcessTests
{
    private const long Size = 4 << 20;

    [Fact]
    public async Task A_killed_serve_comes_back_to_the_same_bytes()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        cluster.Assign(("h0", Size));
        await using var holder = new TestHolder(cluster.Node.Publish("h0", VolumeRole.Holder));
        var path = cluster.Node.Publish("engine", VolumeRole.Engine);
        var first = Start(cluster);
        await cluster.ReadyAsync(Size);
        await using var engine = await EngineClient.ConnectAsync(path);
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");
        var pattern = new byte[Size];
        Random.Shared.NextBytes(pattern);
        engine.Write("uid-h0-0", 0, pattern);

        await first.KillAsync();
        await Eventually.TrueAsync(() => engine.IsClosed, "connection gone");
        engine.Read("uid-h0-0", 0, (int)Size).ShouldBe(pattern);
        await using var second = Start(cluster);
        await cluster.ReadyAsync(Size);

        await using var again = await EngineClient.ConnectAsync(path);
        await Eventually.TrueAsync(() => again.Ids.Count == 1, "mapped again");
        again.Read("uid-h0-0", 0, (int)Size).ShouldBe(pattern);
        again.Layout["uid-h0-0"].Offset.ShouldBe(0);
        holder.HeldBytes.ShouldBe(Size);
    }

    [Fact]
    public async Task SIGTERM_ends_it_in_order_and_leaves_memory_and_locks_alone()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        cluster.Assign(("h0", Size));
        await using var holder = new TestHolder(cluster.Node.Publish("h0", VolumeRole.Holder));
        await using var serve = Start(cluster);
        await cluster.ReadyAsync(Size);

        await serve.SignalAsync("TERM");

        (await serve.ExitAsync()).ShouldBe(0, serve.Output);
        holder.HeldBytes.ShouldBe(Size);
        cluster.Node.Extents.Values.ShouldBe([true]);
    }

    [Fact]
    public async Task Wrong_options_end_it_with_every_reason()
    {
        await using var serve = ServeProcess.Start(new Dictionary<string, string>(), "--report-port=0", "--nonsense");

        (await serve.ExitAsync()).ShouldBe(64);
        serve.Output.ShouldContain("--report-port");
        serve.Output.ShouldContain("--nonsense");
        serve.Output.ShouldContain("--node-name");
    }

    private static ServeProcess Start(ClusterFixture cluster) => ServeProcess.Start(
        new Dictionary<string, string>
        {
            ["KUBECONFIG"] = cluster.KubeConfigPath,
            ["KVFLEET_NODE_NAME"] = ClusterFixture.NodeName,
            ["KVFLEET_POD_UID"] = "uid-agent",
        },
        $"--channel-socket={cluster.Node.SocketPath}",
        $"--report-port={cluster.ReportPort}",
        $"--metrics-port={cluster.MetricsPort}",
        $"--tls-directory={cluster.TlsDirectory}");
}
