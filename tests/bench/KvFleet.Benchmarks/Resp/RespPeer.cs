using System.Diagnostics;
using System.Globalization;
using KvFleet.Benchmarks.Processes;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Resp;

/// <summary>A server process on a Unix socket, and its CPU time.</summary>
internal sealed class RespPeer : IAsyncDisposable
{
    private const int Tries = 600;
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private RespPeer(DirectoryInfo folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>Its socket.</summary>
    public string Socket => SocketIn(_folder);

    /// <summary>CPU time of all its threads so far, in user and kernel mode: from the scheduler's nanoseconds, as a run takes less than twenty of the ticks in which the process's own figure counts.</summary>
    public double CpuSeconds => Directory.EnumerateDirectories($"/proc/{_process.Id}/task")
        .Sum(static task => double.Parse(File.ReadAllText($"{task}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e9;

    /// <summary>Starts redis-server without persistence.</summary>
    public static Task<RespPeer> StartRedisAsync(CancellationToken cancellationToken) => StartAsync(
        "redis-server", static socket => ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--loglevel", "warning"], cancellationToken);

    /// <summary>Starts this program as a server.</summary>
    public static Task<RespPeer> StartOwnAsync(long bytes, int valueBytes, CancellationToken cancellationToken) => StartAsync(
        Environment.ProcessPath!, socket => [RespServerProgram.Argument, socket, bytes.ToString(CultureInfo.InvariantCulture), valueBytes.ToString(CultureInfo.InvariantCulture)], cancellationToken);

    /// <summary>Starts a server that does the least with what SET sends: the kernel's own price of the bytes.</summary>
    public static async Task<RespPeer> StartSinkAsync(long bytes, int valueBytes, CancellationToken cancellationToken)
    {
        var program = Path.Combine(RepositoryFolder.Root, "artifacts/bench/resp_sink");
        await Commands.RunAsync("gcc", ["-O2", "-o", program, Path.Combine(RepositoryFolder.Root, "tests/bench/resp_sink.c")], cancellationToken);
        return await StartAsync(program, socket => [socket, bytes.ToString(CultureInfo.InvariantCulture), valueBytes.ToString(CultureInfo.InvariantCulture)], cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string SocketIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "resp.sock");

    private static async Task<RespPeer> StartAsync(string program, Func<string, string[]> arguments, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kvfleet-bench-");
        var start = new ProcessStartInfo(program, arguments(SocketIn(folder))) { UseShellExecute = false, RedirectStandardOutput = true };
        // What Executable.props sets for the published agent; redis-server takes no notice.
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        var peer = new RespPeer(folder, Process.Start(start)!);
        for (var tries = 0; !File.Exists(peer.Socket); tries++)
        {
            if (tries == Tries || peer._process.HasExited)
                throw new InvalidOperationException($"{program} made no socket.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }

        return peer;
    }
}
