using System.Diagnostics;

namespace KvFleet.Testing;

/// <summary>A program that runs until it is ended, with its output in a file.</summary>
public sealed class LocalProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private LocalProcess(Process process, string log) => (_process, _log) = (process, log);

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it wrote, for messages.</summary>
    public string LogTail => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(20)) : string.Empty;

    /// <summary>Starts a program; the shell appends its output to a file and becomes it.</summary>
    /// <param name="log">The file.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set besides those of this process.</param>
    public static LocalProcess Start(string log, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$0; exec \"$@\" >>\"$log\" 2>&1 </dev/null", log, program, .. arguments]) { UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new LocalProcess(Process.Start(start)!, log);
    }

    /// <summary>Sends a signal, for example <c>STOP</c>.</summary>
    /// <param name="name">The signal's name.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("/bin/kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Kills it and waits for its end.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Kills it.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
