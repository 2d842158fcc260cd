using System.Diagnostics;

namespace KvFleet.Resp.Tests.Harness;

/// <summary>The programs of Redis itself, where they are installed.</summary>
internal static class RedisTools
{
    /// <summary>Runs a program and returns what it said; the test is skipped where there is no such program.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
            $"{program} is not installed: on Debian, apt-get install redis-tools");
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0, await errors + output);
        return output;
    }
}
