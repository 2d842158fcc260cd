using System.Collections.Concurrent;
using System.Diagnostics;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;
using KvFleet.Testing;

namespace KvFleet.Holder.Tests;

/// <summary>A real holder process and the socket file that it is told to use.</summary>
internal sealed class HolderProcess : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kvfleet-hold-");
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Process _process;

    internal HolderProcess(TemporaryCgroup? group = null)
    {
        Listener = Listen();

        // The shell enters the group before it becomes the holder, so that every byte of it is charged there.
        var enter = group is null ? "" : $"echo $$ > {group.ProcessesFile}; ";
        var program = Path.Combine(AppContext.BaseDirectory, "kvfleet-hold.dll");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", $"{enter}exec dotnet \"$0\" --socket \"$1\"", program, SocketPath])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginErrorReadLine();
    }

    internal string SocketPath => Path.Combine(_directory.FullName, "kvfleet.sock");

    internal MessageListener<VolumeMessage> Listener { get; private set; }

    internal int Id => _process.Id;

    internal string Log => string.Join('\n', _log);

    /// <summary>How many extents the process has open.</summary>
    internal int OpenExtents => Directory.EnumerateFiles($"/proc/{Id}/fd")
        .Count(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName.Contains("memfd:kvfleet:", StringComparison.Ordinal) == true);

    internal async Task<ScriptedAgent> AcceptAsync() => new(await Listener.AcceptAsync(TestContext.Current.CancellationToken));

    /// <summary>Ends the listening side and starts it again, as an agent restart does.</summary>
    internal void RestartListener()
    {
        Listener.Dispose();
        Listener = Listen();
    }

    internal void Kill() => _process.Kill();

    internal void Terminate() => Process.Start("kill", ["-TERM", $"{Id}"]).WaitForExit();

    internal async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Listener.Dispose();
        _directory.Delete(recursive: true);
    }

    private MessageListener<VolumeMessage> Listen() =>
        MessageListener.Bind(SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite, VolumeJson.Default.VolumeMessage);
}
