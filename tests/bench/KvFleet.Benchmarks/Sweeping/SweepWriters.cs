using System.Collections.Concurrent;
using System.Diagnostics;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>Writers that put blocks into an engine's tree at a stated rate, each in a thread of its own: temporary name, allocation, rename. The content is left out: physical bytes are what counts.</summary>
internal sealed class SweepWriters(string tree, int writers, double filesPerSecondEach, int fileBytes)
{
    private readonly ConcurrentQueue<(string Path, long WrittenAt)> _written = new();
    private volatile bool _stop;
    private Thread[] _threads = [];

    /// <summary>Bytes written so far.</summary>
    public long Bytes => (long)_written.Count * fileBytes;

    /// <summary>Files written, with the time stamp of when.</summary>
    public IReadOnlyCollection<(string Path, long WrittenAt)> Written => _written;

    /// <summary>Starts them.</summary>
    public void Start()
    {
        _threads = [.. Enumerable.Range(0, writers).Select(writer => new Thread(() => Write(writer)) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Ends them.</summary>
    public void Stop()
    {
        _stop = true;
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Write(int writer)
    {
        var random = new Random(writer);
        var name = new byte[32];
        var started = Stopwatch.GetTimestamp();
        for (var count = 0; !_stop; count++)
        {
            random.NextBytes(name);
            var hash = Convert.ToHexStringLower(name);
            var directory = Path.Combine(tree, "model_0123456789ab_r0", hash[..3], $"{hash[3..5]}_g0");
            Directory.CreateDirectory(directory);
            var path = Path.Combine(directory, $"{hash}.bin");
            var temporary = $"{path}_{random.Next()}.tmp";
            using (new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = fileBytes }))
            {
                // Allocated when it is made.
            }

            File.Move(temporary, path);
            _written.Enqueue((path, Stopwatch.GetTimestamp()));
            var ahead = ((count + 1) / filesPerSecondEach) - Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (ahead > 0)
                Thread.Sleep(TimeSpan.FromSeconds(ahead));
        }
    }
}
