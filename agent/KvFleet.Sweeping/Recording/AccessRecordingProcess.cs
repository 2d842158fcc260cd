using System.Text.Json;
using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Sweeps;

namespace KvFleet.Sweeping.Recording;

/// <summary>The recording process: reads of one filesystem's files become access times; reports out, a line each, the last one at the end. Runs as root with SYS_ADMIN, and does nothing else.</summary>
public static class AccessRecordingProcess
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    // Reads are gathered for a moment: a wake-up for each would take a core from the engines. The queue holds 16,384 files meanwhile, each once.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs until the input ends or it is cancelled.</summary>
    /// <param name="arguments"><c>--mount PATH</c>: anything on the filesystem.</param>
    /// <param name="input">Its end is the end; what it says is not read.</param>
    /// <param name="output">Gets <see cref="AccessReport"/>, a line of JSON each.</param>
    /// <param name="errors">Gets what keeps it from recording.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code: 0; 2 when the arguments are wrong or reads cannot be recorded.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextReader input, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancellationToken)
    {
        if (arguments is not ["--mount", var path])
        {
            await errors.WriteLineAsync("arguments: --mount PATH");
            return 2;
        }

        AccessQueue queue;
        try
        {
#pragma warning disable CA2000 // The thread that records disposes it, when it ends.
            queue = AccessQueue.Open(path);
#pragma warning restore CA2000
        }
        catch (NativeException exception)
        {
            await errors.WriteLineAsync($"{exception.Message} Recording reads needs Linux 4.20 with fanotify and CAP_SYS_ADMIN.");
            return 2;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recording = Task.Factory.StartNew(() => Record(queue, output, time, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // The console's reader waits in the calling thread, whatever its name says.
        await Task.WhenAny(recording, Task.Run(() => EndAsync(input, stop.Token), CancellationToken.None));
        await stop.CancelAsync();
        if (await Task.WhenAny(recording, Task.Delay(Leaving, time, CancellationToken.None)) == recording)
            await recording;
        return 0;
    }

    private static async Task EndAsync(TextReader input, CancellationToken cancellationToken)
    {
        try
        {
            while (await input.ReadLineAsync(cancellationToken) is not null)
            {
                // Nothing is asked of it.
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }
    }

    private static void Record(AccessQueue queue, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        using (queue)
        {
            var recorder = new AccessRecorder(queue, time, Protection.WriteBackSeconds);
            Write(output, recorder.Report());
            var reported = time.GetTimestamp();
            while (!cancellationToken.IsCancellationRequested)
            {
                var lost = recorder.Drain();
                if (lost || time.GetElapsedTime(reported) >= ReportInterval)
                {
                    Write(output, recorder.Report());
                    reported = time.GetTimestamp();
                }

                if (queue.Wait(Breath))
                    cancellationToken.WaitHandle.WaitOne(Gathering);
            }

            recorder.Drain();
            Write(output, recorder.Report());
        }
    }

    private static void Write(TextWriter output, AccessReport report)
    {
        output.WriteLine(JsonSerializer.Serialize(report, SweepJson.Default.AccessReport));
        output.Flush();
    }
}
