using KvFleet.Benchmarks.Processes;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.Benchmarks.Agents;

/// <summary>
/// What a published <c>kvfleet-node</c> weighs when idle: connected to the serve container, which has it look for mappers through all processes of the machine, the dearest thing it does;
/// then a quiet while of probes and scrapes. It locks nothing, so no extent is in the figure.
/// </summary>
internal sealed class NodeMemoryBenchmark : IBenchmark
{
    private const double GoalMegabytes = 60;
    private const int Searches = 50;

    /// <inheritdoc/>
    public string Name => "agent.node.rss";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kvfleet-bench-").FullName;
        try
        {
            var (port, channel) = (ProductProcess.FreePort(), Path.Combine(folder, "node.sock"));
            await using var node = await ProductProcess.StartAsync(
                "agent/KvFleet.NodePlugin",
                "kvfleet-node",
                [
                    "--node-name=node-a", "--pod-name=agent", "--pod-uid=uid-agent", $"--kubelet-directory={folder}", $"--channel-socket={channel}",
                    $"--serve-user-id={CurrentUser()}", $"--http-port={port}", "--proc-directory=/proc",
                ],
                new Dictionary<string, string>(StringComparer.Ordinal),
                cancellationToken);
            using var http = new HttpClient();
            using var serve = await ConnectAsync(channel, cancellationToken);
            await SearchAsync(serve, cancellationToken);
            await IdleVisits.MakeAsync(http, [$"http://localhost:{port}/metrics", $"http://localhost:{port}/livez"], cancellationToken);
            var details = node.ReadMemory();
            return new BenchmarkResult(Name, details["VmRSS"], "MB", "goal", details["VmRSS"] / GoalMegabytes, details);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string CurrentUser() =>
        File.ReadLines("/proc/self/status").First(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    private static async Task<MessageSocket<NodeMessage>> ConnectAsync(string channel, CancellationToken cancellationToken)
    {
        while (!File.Exists(channel))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        var socket = MessageSocket.Connect(channel, NodeJson.Default.NodeMessage);
        using var synced = await socket.ReceiveAsync(cancellationToken);
        return synced?.Message is Synced ? socket : throw new InvalidOperationException($"The node container began with {synced?.Message}.");
    }

    private static async Task SearchAsync(MessageSocket<NodeMessage> socket, CancellationToken cancellationToken)
    {
        for (var id = 1; id <= Searches; id++)
        {
            await socket.SendAsync(new FindMappers(id, [new ExtentIdentity("extent-0", 1, 1)]), cancellationToken: cancellationToken);
            using var answer = await socket.ReceiveAsync(cancellationToken);
            if (answer?.Message is not Mappers)
                throw new InvalidOperationException($"The node container answered a search with {answer?.Message}.");
        }
    }
}
