using Microsoft.Extensions.Hosting;

namespace KvFleet.TestOperator;

/// <summary>Records how late this process's timers come, as they do on a busy machine: what a test may forgive the process, and no more.</summary>
internal sealed class LatenessRecorder(ElectionRecords records, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (time.GetElapsedTime(started) - Period is var late && late > Period)
                records.Record("late", late.TotalMilliseconds);
        }
    }
}
