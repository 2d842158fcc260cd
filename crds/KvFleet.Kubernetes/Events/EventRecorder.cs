using System.Threading.Channels;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Events;

/// <summary>Queues events and hands them to the one loop that writes them.</summary>
public sealed partial class EventRecorder : IEventRecorder
{
    // How often running series are looked at; much shorter than any of their times.
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    private readonly Channel<RecordedEvent?> _queue;
    private readonly EventWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRecorder> _logger;
    private Task _loop = Task.CompletedTask;

    /// <summary>Makes a recorder that queues, and writes once <see cref="RunAsync"/> is called.</summary>
    public EventRecorder(IKubernetesClient client, EventSettings settings, TimeProvider time, ILogger<EventRecorder> logger, EventMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _time = time;
        _logger = logger;
        _writer = new EventWriter(client, settings, time, logger, metrics);
        _queue = Channel.CreateBounded<RecordedEvent?>(
            new BoundedChannelOptions(settings.QueueCapacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            dropped =>
            {
                if (dropped is not null)
                    metrics?.Dropped();
            });
    }

    /// <inheritdoc/>
    public void Record(
        IKubernetesObject<V1ObjectMeta> regarding,
        EventType type,
        string reason,
        string note,
        string action = "Reconcile",
        IKubernetesObject<V1ObjectMeta>? related = null)
    {
        try
        {
            // Microseconds, as they are written: what is compared later is what the server has.
            var now = _time.GetUtcNow();
            now = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
            _queue.Writer.TryWrite(new RecordedEvent(
                ToReference(regarding),
                related is null ? null : ToReference(related),
                type,
                EventText.Word(reason),
                EventText.Word(action),
                EventText.Note(note),
                now));
        }
        catch (Exception e)
        {
            // An event is a courtesy: no caller can be expected to handle its failure.
            LogNotRecorded(reason, e);
        }
    }

    /// <summary>Writes events until the queue is completed by <see cref="StopAsync"/>. Call it once.</summary>
    /// <param name="cancellationToken">Ends writing at once.</param>
    public Task RunAsync(CancellationToken cancellationToken) => _loop = WriteAsync(cancellationToken);

    /// <summary>Takes no more events and waits until those queued are written.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return _loop.WaitAsync(cancellationToken);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        // So that the loop is known to StopAsync before it has done anything.
        await Task.Yield();
        await using var ticker = _time.CreateTimer(static queue => ((Channel<RecordedEvent?>)queue!).Writer.TryWrite(null), _queue, SweepPeriod, SweepPeriod);
        await foreach (var recorded in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            if (recorded is null)
                await _writer.SweepAsync(finishAll: false, cancellationToken);
            else
                await _writer.WriteAsync(recorded, cancellationToken);
        }

        await _writer.SweepAsync(finishAll: true, cancellationToken);
    }

    private static V1ObjectReference ToReference(IKubernetesObject<V1ObjectMeta> entity)
    {
        var type = EntityMetadata.Find(entity.GetType());
        return new V1ObjectReference
        {
            ApiVersion = string.IsNullOrEmpty(entity.ApiVersion) ? type?.ApiVersion : entity.ApiVersion,
            Kind = string.IsNullOrEmpty(entity.Kind) ? type?.Kind : entity.Kind,
            Name = entity.Metadata.Name,
            NamespaceProperty = entity.Metadata.NamespaceProperty,
            Uid = entity.Metadata.Uid,
            ResourceVersion = entity.Metadata.ResourceVersion,
        };
    }

    [LoggerMessage(300, LogLevel.Error, "Event {Reason} could not be recorded")]
    private partial void LogNotRecorded(string reason, Exception exception);
}
