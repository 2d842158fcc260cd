using System.Globalization;
using KvFleet.Native;
using KvFleet.Resp;
using KvFleet.Resp.Tests.Harness;

namespace KvFleet.Benchmarks.Resp;

/// <summary>What this program does when a benchmark starts it as a server: serves a pool in memory until it is killed.</summary>
internal static class RespServerProgram
{
    /// <summary>First argument that asks for it; then come the socket, the bytes of values, and the bytes of one value.</summary>
    public const string Argument = "resp-server";

    private const long Stride = 4L << 20;
    private const int SpareRows = 32;

    /// <summary>Serves.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var bytes = long.Parse(arguments[2], CultureInfo.InvariantCulture);
        var entries = (int)(bytes / int.Parse(arguments[3], CultureInfo.InvariantCulture));
        using var memory = new PoolMemory((int)(bytes / Stride) + SpareRows, Stride, TimeProvider.System, entries + (entries / 4) + 1024, isFilled: true);
        using var server = new RespServer(TimeProvider.System, static failure => Console.Error.WriteLine(failure));
        var endpoint = new RespEndpoint("benchmark", () => memory.Store);
        using var listener = server.Listen(StreamSocket.Listen(arguments[1], UnixFileMode.UserRead | UnixFileMode.UserWrite), endpoint);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
