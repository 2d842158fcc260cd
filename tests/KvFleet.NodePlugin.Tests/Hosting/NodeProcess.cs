using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KvFleet.NodePlugin.Tests.Hosting;

/// <summary>The real program in a process of its own.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly int _port = FreePort();

    public NodeProcess(string kubeletDirectory, string podName)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "kvfleet-node.dll");
        _process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet",
            [
                program, "--node-name", "node-1", "--pod-name", podName, "--pod-uid", $"uid-{podName}", "--kubelet-directory", kubeletDirectory,
                "--channel-socket", Path.Combine(kubeletDirectory, "run", "node.sock"), "--http-port", $"{_port}", "--proc-directory", "/proc",
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => Log += line.Data + "\n";
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Log { get; private set; } = "";

    public int Id => _process.Id;

    /// <summary>Asks <c>/readyz</c> until it says something.</summary>
    public async Task<string> WaitForHealthAsync(string text)
    {
        for (var turn = 0; turn < 600; turn++)
        {
            _process.HasExited.ShouldBeFalse(Log);
            var health = await GetAsync("readyz");
            if (health.Contains(text, StringComparison.Ordinal))
                return health;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"'{text}' never came. {Log}");
    }

    public async Task<string> GetAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}/{path}"), TestContext.Current.CancellationToken);
            return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Kill()
    {
        if (_process.HasExited)
            return;
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _http.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
