using System.Globalization;
using System.Text.Json;
using KvFleet.Benchmarks.Processes;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Disks;

/// <summary>fio over a file of its own: past the page cache, with libaio, over blocks that are laid out before.</summary>
internal static class Fio
{
    /// <summary>Gets it where it is missing.</summary>
    internal static Task RequireAsync(CancellationToken cancellationToken) =>
        Commands.RunAsync(Path.Combine(RepositoryFolder.Root, "tests/require"), ["fio"], cancellationToken);

    /// <summary>Runs it once.</summary>
    /// <param name="mode"><c>read</c> or <c>write</c>.</param>
    /// <param name="directory">Where its file is.</param>
    /// <param name="bytes">Bytes to transfer.</param>
    /// <param name="block">Bytes of each transfer.</param>
    /// <param name="depth">Transfers under way.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Bytes a second.</returns>
    internal static async Task<double> RunAsync(string mode, string directory, long bytes, int block, int depth, CancellationToken cancellationToken)
    {
        var json = await Commands.RunAsync(
            "fio",
            [
                "--name=peer", $"--filename={Path.Combine(directory, "peer")}", "--ioengine=libaio", "--direct=1", "--overwrite=1", "--output-format=json", $"--rw={mode}",
                string.Create(CultureInfo.InvariantCulture, $"--size={bytes}"), string.Create(CultureInfo.InvariantCulture, $"--bs={block}"), string.Create(CultureInfo.InvariantCulture, $"--iodepth={depth}"),
            ],
            cancellationToken);
        using var document = JsonDocument.Parse(json[json.IndexOf('{', StringComparison.Ordinal)..]);
        return document.RootElement.GetProperty("jobs")[0].GetProperty(mode).GetProperty("bw_bytes").GetDouble();
    }
}
