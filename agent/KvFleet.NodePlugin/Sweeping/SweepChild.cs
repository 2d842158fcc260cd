using System.ComponentModel;
using System.Diagnostics;
using KvFleet.NodePlugin.Filesystems;

namespace KvFleet.NodePlugin.Sweeping;

/// <summary>An expendable process of ours that takes lines and gives lines. It may be killed at any time, and is never waited for.</summary>
internal sealed class SweepChild : IDisposable
{
    private readonly Process _process;
    private readonly Action<string> _onLine;
    private readonly CancellationTokenSource _ended = new();

    private SweepChild(Process process, Action<string> onLine)
    {
        (_process, _onLine) = (process, onLine);
        _ = ReadAsync();
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts one.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="onLine">Gets each line, on some thread.</param>
    /// <exception cref="IOException">It could not be started.</exception>
    public static SweepChild Start(IReadOnlyList<string> arguments, Action<string> onLine)
    {
        var start = OwnProgram.Command(arguments);
        start.RedirectStandardInput = true;
        // Its inventory takes ten bytes for each file: the limit of this small process is not for it.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x40000000";
        try
        {
            return new SweepChild(Process.Start(start)!, onLine);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"The process '{arguments[0]}' could not be started: {failure.Message}", failure);
        }
    }

    /// <summary>Gives it a line; one that has ended gets none.</summary>
    public void Send(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended; the next look sees that.
        }
    }

    /// <summary>Kills it.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
        _ended.Dispose();
    }

    private async Task ReadAsync()
    {
        var output = _process.StandardOutput;
        try
        {
            while (await output.ReadLineAsync(_ended.Token) is { } line)
                _onLine(line);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Killed.
        }
    }
}
