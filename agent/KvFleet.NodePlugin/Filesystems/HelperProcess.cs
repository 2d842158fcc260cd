using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using KvFleet.NodePlugin.Filesystems.Helper;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>Runs tasks in processes of their own: this program again.</summary>
internal sealed class HelperProcess(TimeProvider time) : IMountHelper
{
    /// <inheritdoc/>
    public async Task<HelperResult> RunAsync(HelperTask task, TimeSpan patience, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = Process.Start(OwnProgram.Command([HelperProgram.Argument, JsonSerializer.Serialize(task, HelperJson.Default.HelperTask)]))!;
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return new HelperResult($"The process for it could not be started: {failure.Message}");
        }

        using (process)
        using (var deadline = new CancellationTokenSource(patience, time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken))
        {
            try
            {
                var output = await process.StandardOutput.ReadToEndAsync(either.Token);
                await process.WaitForExitAsync(either.Token);
                return Read(output, process.ExitCode);
            }
            catch (OperationCanceledException)
            {
                // One that waits in the kernel dies when its server answers; until then it is only a number.
                process.Kill(entireProcessTree: false);
                cancellationToken.ThrowIfCancellationRequested();
                return new HelperResult($"No answer within {patience.TotalSeconds:0} s.", TimedOut: true);
            }
        }
    }

    private static HelperResult Read(string output, int exitCode)
    {
        try
        {
            return JsonSerializer.Deserialize(output, HelperJson.Default.HelperResult) ?? new HelperResult("The process for it said nothing.");
        }
        catch (JsonException)
        {
            return new HelperResult($"The process for it ended with code {exitCode}: {output.Trim()}");
        }
    }
}
