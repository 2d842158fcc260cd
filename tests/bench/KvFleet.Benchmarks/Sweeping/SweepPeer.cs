using System.Globalization;
using System.Runtime.InteropServices;
using KvFleet.Benchmarks.Processes;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>The walker in C (<c>tests/bench/sweep.c</c>), compiled when it is first asked for.</summary>
internal static class SweepPeer
{
    private static Task<string>? _program;

    /// <summary>Runs it.</summary>
    /// <returns>Files, seconds, and processor seconds.</returns>
    public static async Task<Walk> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var program = await (_program ??= CompileAsync(cancellationToken));
        var figures = (await Commands.RunAsync(program, arguments, cancellationToken)).Split(' ', StringSplitOptions.TrimEntries);
        return new Walk(
            long.Parse(figures[0], CultureInfo.InvariantCulture),
            double.Parse(figures[1], CultureInfo.InvariantCulture),
            double.Parse(figures[2], CultureInfo.InvariantCulture));
    }

    private static async Task<string> CompileAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(RepositoryFolder.Root, "artifacts", "bench")).FullName, "sweep");
        await Commands.RunAsync("gcc", ["-O2", "-o", program, Path.Combine(RepositoryFolder.Root, "tests/bench/sweep.c")], cancellationToken);
        return program;
    }

    /// <summary>What it did.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Walk(long Files, double Seconds, double ProcessorSeconds);
}
