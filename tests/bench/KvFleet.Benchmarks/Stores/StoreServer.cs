using System.Diagnostics;
using KvFleet.Benchmarks.Processes;
using KvFleet.Native;
using KvFleet.TestClient;

namespace KvFleet.Benchmarks.Stores;

/// <summary>A published agent on this machine with one pool, as a process of its own.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string _folder = Directory.CreateTempSubdirectory("kvfleet-bench-").FullName;
    private readonly long _stride;
    private ProductProcess? _process;

    private StoreServer(long stride) => _stride = stride;

    private string Socket => Path.Combine(_folder, "pool.sock");

    /// <summary>Starts it and waits until the pool can be used.</summary>
    internal static async Task<StoreServer> StartAsync(long bytes, long stride, CancellationToken cancellationToken)
    {
        var server = new StoreServer(stride);
        var file = Path.Combine(server._folder, "pools.yaml");
        await File.WriteAllTextAsync(file, $"reportPort: {ProductProcess.FreePort()}\npools:\n- {{name: pool, rowStrideBytes: {stride}, bytes: {bytes >> 20}Mi, socket: {server.Socket}}}\n", cancellationToken);
        server._process = await ProductProcess.StartAsync(
            "agent/KvFleet.Agent",
            "kvfleet-serve",
            ["--standalone", file, $"--metrics-port={ProductProcess.FreePort()}", "--log-level=Warning"],
            new Dictionary<string, string>(StringComparer.Ordinal),
            cancellationToken);
        var start = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = server.Connect();
                return server;
            }
            catch (Exception e) when (e is StoreRefusedException or NativeException && start.Elapsed < Patience && !server._process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>A client that may store.</summary>
    internal StoreClient Connect() => StoreClient.Connect(Socket, new StoreClientOptions { Fingerprint = "model=benchmark\n", Stride = _stride, Credits = 64 });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
