using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Processes;

/// <summary>A program of the product as it is shipped (published), in a process of its own, killed when disposed.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private static readonly HashSet<string> Published = new(StringComparer.Ordinal);
    private readonly Process _process;

    private ProductProcess(Process process) => _process = process;

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Publishes a project and starts its program.</summary>
    /// <param name="project">The project's folder, from the root of the repository.</param>
    /// <param name="program">Name of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables it gets beside ours.</param>
    /// <param name="cancellationToken">Ends publishing.</param>
    public static async Task<ProductProcess> StartAsync(
        string project, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var output = Path.Combine(RepositoryFolder.Root, "artifacts", "bench", program);
        // Once per run of the benchmarks; KVFLEET_BENCH_PUBLISHED=1 says that what lies there is current.
        if (Published.Add(program) && Environment.GetEnvironmentVariable("KVFLEET_BENCH_PUBLISHED") != "1")
        {
            await Commands.RunAsync(
                "dotnet", ["publish", Path.Combine(RepositoryFolder.Root, project), "-c", "Release", "-o", output, "-nodeReuse:false", "-p:UseSharedCompilation=true"], cancellationToken);
        }

        var start = new ProcessStartInfo(Path.Combine(output, program), arguments) { UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ProductProcess(Process.Start(start)!);
    }

    /// <summary>A TCP port of the loopback interface that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What the kernel counts for it: <c>VmRSS</c> and its parts in MB (10^6 bytes), and <c>Threads</c>.</summary>
    public Dictionary<string, double> ReadMemory() => ProcessMemory.Read(Id);

    /// <summary>Processor time so far, in user mode and in the kernel, in seconds.</summary>
    public double ReadCpuSeconds()
    {
        _process.Refresh();
        return _process.TotalProcessorTime.TotalSeconds;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
