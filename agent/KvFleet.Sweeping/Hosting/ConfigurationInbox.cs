using System.Text.Json;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Hosting;

/// <summary>The latest configuration that was received, from the thread that reads to the one that sweeps.</summary>
internal sealed class ConfigurationInbox
{
    private readonly object _gate = new();
    private bool _changed;
    private SweepConfiguration? _latest;
    private string? _problem;

    /// <summary>Takes a line.</summary>
    public void Put(string line)
    {
        SweepConfiguration? configuration = null;
        string problem;
        try
        {
            configuration = JsonSerializer.Deserialize(line, SweepJson.Default.SweepConfiguration);
            problem = configuration is null ? "the line is null" : string.Join("; ", SweepConfigurationCheck.Problems(configuration));
        }
        catch (JsonException exception)
        {
            problem = $"the line is no configuration: {exception.Message}";
        }

        lock (_gate)
        {
            _latest = problem.Length == 0 ? configuration : null;
            _problem = problem.Length == 0 ? null : problem;
            _changed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>What is wanted, or what is wrong with it; both null before the first line.</summary>
    public (SweepConfiguration? Configuration, string? Problem) Read()
    {
        lock (_gate)
            return (_latest, _problem);
    }

    /// <summary>Waits for a line.</summary>
    /// <param name="longest">How long; null: without end.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Wait(TimeSpan? longest, CancellationToken cancellationToken)
    {
        using var ending = cancellationToken.Register(Wake);
        lock (_gate)
        {
            // The kernel's own clock: woken without reason, it makes a round too early, no harm.
            if (!_changed && !cancellationToken.IsCancellationRequested)
                Monitor.Wait(_gate, longest ?? Timeout.InfiniteTimeSpan);
            _changed = false;
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
