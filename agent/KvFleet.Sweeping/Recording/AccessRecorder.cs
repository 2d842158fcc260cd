using KvFleet.Native;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Recording;

/// <summary>
/// Writes the access times of files that are read, at most once per file in ten minutes: the file's own time says when it was last written, on whatever node, so nothing is kept in memory. A file that was seen is
/// left alone for two minutes, however often it is read. For one thread.
/// </summary>
internal sealed class AccessRecorder(AccessQueue queue, TimeProvider time, double writeBackSeconds)
{
    /// <summary>How long a file is left alone after it was seen, at most.</summary>
    public const double QuietSeconds = 120;

    private long _attended = time.GetTimestamp();
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private long _events;
    private long _written;
    private long _failed;
    private DateTimeOffset? _lostAt;
    private string? _problem;

    /// <summary>Takes all events that are there.</summary>
    /// <returns>Whether reads were lost.</returns>
    public bool Drain()
    {
        var lost = false;
        if (time.GetElapsedTime(_attended).TotalSeconds >= QuietSeconds)
        {
            queue.Attend();
            _attended = time.GetTimestamp();
        }

        while (queue.TryTake(out var file))
        {
            if (file < 0)
            {
                lost = true;
                _lostAt = time.GetUtcNow();
                _problem = "the queue of reads overflowed: reads went unrecorded. Raise fs.fanotify.max_queued_events or give the node container more processor time.";
                continue;
            }

            _events++;
            try
            {
                Record(file);
                queue.Ignore(file);
            }
            finally
            {
                AccessQueue.CloseFile(file);
            }
        }

        return lost;
    }

    /// <summary>What is to be told.</summary>
    public AccessReport Report() => new(time.GetUtcNow(), _since, _events, _written, _failed, _lostAt, _problem);

    private void Record(int file)
    {
        var error = AccessQueue.Ask(file, out var facts);
        if (error == 0 && (facts.Kind != EntryKind.File || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - facts.AccessSeconds) < writeBackSeconds))
            return;
        if (error == 0)
            error = AccessQueue.WriteAccessTime(file);
        if (error == 0)
        {
            _written++;
            return;
        }

        // Removed while it was read: nobody needs its time.
        if (error is Errno.ENOENT or Errno.ESTALE)
            return;
        _failed++;
        _problem = $"access times cannot be written ({Errno.Name(error)}): these files look unused to every sweeper. Let the server take root of this node for root (no_root_squash), or mount it read-write.";
    }
}
