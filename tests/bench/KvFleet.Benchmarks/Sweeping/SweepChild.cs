using System.Diagnostics;
using System.Text.Json;
using KvFleet.Benchmarks.Processes;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Hosting;
using KvFleet.Sweeping.Recording;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>The sweeping or the recording process, as the node plugin hosts it, with the runtime settings of the published executables.</summary>
internal sealed class SweepChild : IAsyncDisposable
{
    /// <summary>First argument for the sweeping process.</summary>
    internal const string Sweep = "sweep";

    /// <summary>First argument for the recording process.</summary>
    internal const string Record = "record";

    private readonly Process _process;

    private SweepChild(Process process) => _process = process;

    /// <summary>The process's memory as the kernel counts it.</summary>
    public Dictionary<string, double> ReadMemory() => ProcessMemory.Read(_process.Id);

    /// <summary>Processor time so far, in seconds.</summary>
    public double ReadCpuSeconds()
    {
        _process.Refresh();
        return _process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Is the process.</summary>
    public static Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken) => arguments[0] == Sweep
        ? SweepProcess.RunAsync(arguments[1..], Console.In, Console.Out, Console.Error, TimeProvider.System, cancellationToken)
        : AccessRecordingProcess.RunAsync(arguments[1..], Console.In, Console.Out, Console.Error, TimeProvider.System, cancellationToken);

    /// <summary>Starts it.</summary>
    public static SweepChild Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KvFleet.Benchmarks.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new SweepChild(Process.Start(start)!);
    }

    /// <summary>Tells the sweeping process what is wanted.</summary>
    public async Task ConfigureAsync(SweepConfiguration configuration, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(configuration, SweepJson.Default.SweepConfiguration).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>The next report of the sweeping process.</summary>
    public async Task<SweepReport> ReadReportAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await ReadLineAsync(cancellationToken), SweepJson.Default.SweepReport)!;

    /// <summary>The next report of the recording process.</summary>
    public async Task<AccessReport> ReadAccessReportAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await ReadLineAsync(cancellationToken), SweepJson.Default.AccessReport)!;

    /// <summary>Ends the recording process, and reads its last report.</summary>
    public async Task<AccessReport> EndAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        var last = await ReadLineAsync(cancellationToken);
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            last = line;
        return JsonSerializer.Deserialize(last, SweepJson.Default.AccessReport)!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The process ended.");
}
