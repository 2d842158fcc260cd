using System.Diagnostics;
using System.Text.Json.Nodes;
using KvFleet.Benchmarks.Processes;
using KvFleet.TestClient;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Stores;

/// <summary>A published agent, a real holder process and what they talk to. The agent is killed and started again, the holder keeps the memory.</summary>
internal sealed class TornAgent : IAsyncDisposable
{
    private const long PoolBytes = 256L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string _folder = Directory.CreateTempSubdirectory("kvfleet-bench-").FullName;
    private readonly TornNode _node;
    private readonly FakeApiServer _api;
    private readonly Process _holder;
    private ProductProcess? _agent;

    private TornAgent(FakeApiServer api)
    {
        _api = api;
        _node = new TornNode(_folder);
        File.WriteAllText(Path.Combine(_folder, "kubeconfig"), api.KubeConfig("agent"));
        _holder = Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "kvfleet-hold.dll"), "--socket", _node.HolderSocket]);
    }

    /// <summary>The engines' socket.</summary>
    internal string Socket => _node.EngineSocket;

    internal static async Task<TornAgent> StartAsync(CancellationToken cancellationToken)
    {
        var api = await FakeApiServer.StartAsync(new FakeApiServerOptions());
        api.Register(new FakeResource("kvfleet.io", "v1alpha1", "KVCacheNode", "kvcachenodes", Namespaced: false, HasStatus: true, IsCustom: true));
        api.Put(JsonNode.Parse($$"""
            {"apiVersion":"kvfleet.io/v1alpha1","kind":"KVCacheNode","metadata":{"name":"node-a"},"spec":{"assignments":[
              {"pool":{"namespace":"tenant","name":"pool","uid":"uid-pool"},"bytes":"{{PoolBytes}}","rowStrideBytes":{{TornContent.Stride}},"hugePages":"None","numaPolicy":"None",
               "holders":[{"name":"holder-0","bytes":"{{PoolBytes}}","state":"Hold" } ] } ] } }
            """)!.AsObject());
        var agent = new TornAgent(api);
        await agent.StartAgentAsync(cancellationToken);
        return agent;
    }

    /// <summary>Kills the agent in the middle of whatever it does, and starts the next.</summary>
    internal async Task KillAsync(CancellationToken cancellationToken)
    {
        await _agent!.DisposeAsync();
        await StartAgentAsync(cancellationToken);
    }

    /// <summary>Connects as soon as the pool is served.</summary>
    internal async Task<StoreClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return StoreClient.Connect(Socket, TornClient.Options);
            }
            catch (IOException) when (start.Elapsed < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _agent!.DisposeAsync();
        _holder.Kill();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
        _node.Dispose();
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Start(string program, IReadOnlyList<string> arguments) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>/dev/null >/dev/null", program, .. arguments]) { UseShellExecute = false })!;

    private async Task StartAgentAsync(CancellationToken cancellationToken) => _agent = await ProductProcess.StartAsync(
        "agent/KvFleet.Agent",
        "kvfleet-serve",
        [
            "--node-name=node-a", "--pod-uid=uid-agent", $"--channel-socket={Path.Combine(_folder, "node.sock")}", $"--tls-directory={_folder}",
            $"--report-port={ProductProcess.FreePort()}", $"--metrics-port={ProductProcess.FreePort()}", "--log-level=None",
        ],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = Path.Combine(_folder, "kubeconfig") },
        cancellationToken);
}
