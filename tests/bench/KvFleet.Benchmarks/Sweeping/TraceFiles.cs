using KvFleet.Native;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>Blocks of a trace as files in sixteen directories. Every touch takes a second of the trace's own time, which ends now, so that files bear the order of all touches.</summary>
internal abstract class TraceFiles
{
    private const int Directories = 16;
    private readonly string _directory;
    private readonly int _batch;
    private int _fresh;

    protected TraceFiles(string directory, int capacity)
    {
        (_directory, Capacity) = (directory, capacity);
        _batch = Math.Max(1, capacity / 50);
        for (var index = 0; index < Directories; index++)
            Directory.CreateDirectory(Path.Combine(directory, $"{index:x2}_g0"));
        Clock = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 400_000;
    }

    /// <summary>Files that may stay.</summary>
    protected int Capacity { get; }

    /// <summary>The trace's time, in seconds since 1970.</summary>
    protected long Clock { get; private set; }

    /// <summary>Where the files are.</summary>
    protected string Root => _directory;

    /// <summary>Files, counted as they are made; who deletes counts them down.</summary>
    protected int Count { get; set; }

    /// <summary>Uses a block.</summary>
    /// <returns>Whether its file was there.</returns>
    public bool Touch(int block)
    {
        Clock++;
        var path = Path.Combine(_directory, $"{block % Directories:x2}_g0", $"{block:x16}.bin");
        if (File.Exists(path))
        {
            // What the recorder does for a read.
            _ = FileTimes.Set(path, Clock, Clock);
            return true;
        }

        File.Create(path).Dispose();
        _ = FileTimes.Set(path, Clock, Clock);
        Count++;
        if (++_fresh >= _batch && Count > Capacity)
        {
            _fresh = 0;
            Evict();
        }

        return false;
    }

    /// <summary>Comes back below the capacity.</summary>
    protected abstract void Evict();
}
