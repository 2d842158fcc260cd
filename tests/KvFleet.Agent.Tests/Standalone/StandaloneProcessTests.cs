using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Agent.Tests.Hosting;
using KvFleet.Api;
using KvFleet.Api.Reports;

namespace KvFleet.Agent.Tests.Standalone;

public sealed class StandaloneProcessTests : IDisposable
{
    private const long Mi = 1 << 20;
    private readonly string _directory = Directory.CreateTempSubdirectory("kvfleet-").FullName;
    private readonly int _reportPort = ClusterFixture.FreePort();
    private readonly int _metricsPort = ClusterFixture.FreePort();
    private readonly HttpClient _http = new();

    private string Configuration => Path.Combine(_directory, "pools.yaml");

    private string Socket(string pool) => Path.Combine(_directory, $"{pool}.sock");

    [Fact]
    public async Task One_process_holds_locks_serves_and_follows_its_file()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Locking needs root, or a raised RLIMIT_MEMLOCK.");
        Write(("a", 4));
        await using var serve = Start();
        await ReadyAsync(serve, ("a", 4 * Mi));

        var engine = await EngineClient.ConnectAsync(Socket("a"));
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");
        engine.Write(engine.Ids[0], 1000, "standing alone"u8);
        (await LockedBytesAsync(serve)).ShouldBe(4 * Mi);

        Write(("a", 4), ("b", 2));
        await ReadyAsync(serve, ("a", 4 * Mi), ("b", 2 * Mi));
        engine.Read(engine.Ids[0], 1000, 14).ShouldBe("standing alone"u8.ToArray());
        await using var other = await EngineClient.ConnectAsync(Socket("b"));
        await Eventually.TrueAsync(() => other.Ids.Count == 1, "second pool mapped");

        await File.WriteAllTextAsync(Configuration, "pools: [oops");
        await serve.SignalAsync("HUP");
        await Eventually.TrueAsync(async () => await Task.FromResult(serve.Output.Contains($"{Configuration}:", StringComparison.Ordinal)), () => $"complaint with its line: {serve.Output}");
        await ReadyAsync(serve, ("a", 4 * Mi), ("b", 2 * Mi));

        // A mapping that is kept is found in the process table: the memory is not free before it is gone.
        engine.Lies = true;
        Write(("b", 2));
        await Eventually.TrueAsync(async () => (await ReportAsync()).Pools.Single(p => p.Name == "a").DrainingBytes == 4 * Mi, () => "draining");
        (await LockedBytesAsync(serve)).ShouldBe(6 * Mi);
        await engine.DisposeAsync();
        await ReadyAsync(serve, ("b", 2 * Mi));
        (await LockedBytesAsync(serve)).ShouldBe(2 * Mi);

        await serve.SignalAsync("TERM");
        (await serve.ExitAsync()).ShouldBe(0, serve.Output);
    }

    [Fact]
    public async Task Clients_of_the_Redis_protocol_come_by_socket_and_by_TCP_with_the_password()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Locking needs root, or a raised RLIMIT_MEMLOCK.");
        var (port, socket, password) = (ClusterFixture.FreePort(), Path.Combine(_directory, "resp.sock"), Path.Combine(_directory, "password"));
        await File.WriteAllTextAsync(password, "secret\n");
        await File.WriteAllTextAsync(
            Configuration,
            $"reportPort: {_reportPort}\npools:\n- {{name: a, rowStrideBytes: 65536, bytes: 16Mi, socket: {Socket("a")}, resp: {{socket: {socket}, address: \"127.0.0.1:{port}\", passwordFile: {password}}}}}\n");
        await using var serve = Start();
        await ReadyAsync(serve, ("a", 16 * Mi));

        using var local = await ConnectAsync(socket);
        Ask(local, "SET k value").ShouldBe("+OK\r\n");
        using var remote = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        await remote.ConnectAsync(IPAddress.Loopback, port);
        Ask(remote, "GET k").ShouldStartWith("-NOAUTH");
        Ask(remote, "AUTH secret").ShouldBe("+OK\r\n");
        Ask(remote, "STRLEN k").ShouldBe(":5\r\n");

        // Another password counts within seconds, for who comes next.
        await File.WriteAllTextAsync(password, "changed\n");
        await Eventually.TrueAsync(
            async () =>
            {
                using var next = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
                await next.ConnectAsync(IPAddress.Loopback, port);
                return Ask(next, "AUTH changed") == "+OK\r\n";
            },
            () => "password changed");
        Ask(remote, "PING").ShouldBe("+PONG\r\n");

        // The port goes with its line in the file.
        Write(("a", 16));
        await serve.SignalAsync("HUP");
        await Eventually.TrueAsync(() => remote.Poll(0, SelectMode.SelectRead) && remote.Available == 0, "cut off");
    }

    [Fact]
    public async Task Values_on_disk_are_there_after_the_process_and_its_memory_are_gone()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Locking needs root, or a raised RLIMIT_MEMLOCK.");
        var (socket, disk, key) = (Path.Combine(_directory, "resp.sock"), Path.Combine(_directory, "disk"), Path.Combine(_directory, "key"));
        await File.WriteAllTextAsync(key, Convert.ToBase64String(new byte[32]));
        await File.WriteAllTextAsync(
            Configuration,
            $"reportPort: {_reportPort}\npools:\n- {{name: a, rowStrideBytes: 65536, bytes: 16Mi, socket: {Socket("a")}, resp: {{socket: {socket}}}, localDisk: {{directory: {disk}, bytes: 64Mi, sightingsToAdmit: 1, keyFile: {key}}}}}\n");
        await using (var first = Start())
        {
            await ReadyAsync(first, ("a", 16 * Mi));
            using var client = await ConnectAsync(socket);
            Ask(client, "SET k value").ShouldBe("+OK\r\n");
            await Eventually.TrueAsync(async () => (await ReportAsync()).Pools.Single().LocalDisk is { Values: 1, Degraded: false }, () => $"written: {first.Output}");
            await first.SignalAsync("TERM");
            (await first.ExitAsync()).ShouldBe(0, first.Output);
        }

        await using var second = Start();
        await ReadyAsync(second, ("a", 16 * Mi));
        using var again = await ConnectAsync(socket);

        await Eventually.TrueAsync(() => Ask(again, "GET k") == "$5\r\nvalue\r\n", "it comes back");
    }

    [Fact]
    public async Task A_file_that_is_wrong_at_start_ends_it_with_every_line()
    {
        await File.WriteAllTextAsync(Configuration, "pools:\n- {name: a, bytes: 3, socket: /a, rowStrideBytes: 1}\n- {name: B}\n");
        await using var serve = Start();

        (await serve.ExitAsync()).ShouldBe(64);
        serve.Output.ShouldContain("pools.yaml:2: bytes must be");
        serve.Output.ShouldContain("pools.yaml:3: name must have");
    }

    [Fact]
    public async Task A_missing_file_ends_it()
    {
        await using var serve = Start();

        (await serve.ExitAsync()).ShouldBe(64);
        serve.Output.ShouldContain("there is no such file");
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<long> LockedBytesAsync(ServeProcess serve)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{serve.Id}/status")).Single(l => l.StartsWith("VmLck:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    private void Write(params (string Name, int Mebibytes)[] pools) => File.WriteAllText(
        Configuration,
        $"reportPort: {_reportPort}\npools:\n" + string.Concat(pools.Select(p => $"- {{name: {p.Name}, rowStrideBytes: 4096, bytes: {p.Mebibytes}Mi, socket: {Socket(p.Name)}}}\n")));

    private static async Task<Socket> ConnectAsync(string path)
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return client;
    }

    private static string Ask(Socket socket, string command)
    {
        socket.Send(Encoding.ASCII.GetBytes(command + "\r\n"));
        var reply = new byte[256];
        return Encoding.ASCII.GetString(reply, 0, socket.Receive(reply));
    }

    private ServeProcess Start() => ServeProcess.Start(new Dictionary<string, string>(), "--standalone", Configuration, $"--metrics-port={_metricsPort}");

    private async Task<AgentReport> ReportAsync()
    {
        var body = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{_reportPort}/v1/report"));
        return JsonSerializer.Deserialize(body, KvFleetJsonContext.Default.AgentReport).ShouldNotBeNull();
    }

    private async Task ReadyAsync(ServeProcess serve, params (string Name, long Bytes)[] pools) => await Eventually.TrueAsync(
        async () =>
        {
            serve.HasExited.ShouldBeFalse(serve.Output);
            try
            {
                var report = await ReportAsync();
                return report.Pools.Where(p => p.Phase == PoolPhase.Ready).Select(p => (p.Name, p.ResidentBytes)).SequenceEqual(pools) && report.Pools.Count == pools.Length;
            }
            catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable)
            {
                return false; // It is still starting.
            }
        },
        () => $"pools ready: {serve.Output}");
}
