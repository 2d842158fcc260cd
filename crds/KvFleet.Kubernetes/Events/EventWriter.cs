using System.Net;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Events;

/// <summary>Writes events one after the other and turns repetitions into series. Used by one loop only.</summary>
internal sealed partial class EventWriter(
    IKubernetesClient client, EventSettings settings, TimeProvider time, ILogger logger, EventMetrics? metrics)
{
    private const int Attempts = 6;
    private readonly Dictionary<EventKey, EventSeries> _series = [];
    private IEventSink? _sink;
    private long _lastStamp;

    /// <summary>Creates an event or counts a repetition. The second time is written at once, later ones with <see cref="SweepAsync"/>.</summary>
    public async Task WriteAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (_series.TryGetValue(recorded.Key, out var series))
        {
            if (recorded.At - series.LastObserved < settings.SeriesFinish)
            {
                series.Count++;
                series.LastObserved = recorded.At;
                if (series.WrittenCount == 1)
                    await WriteCountAsync(series, cancellationToken);
                return;
            }

            await FinishAsync(series, cancellationToken);
        }

        await CreateAsync(recorded, cancellationToken);
    }

    /// <summary>Ends series without recent repetitions (or all), and writes the counts of long ones.</summary>
    public async Task SweepAsync(bool finishAll, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var series in _series.Values.ToList())
        {
            if (finishAll || now - series.LastObserved >= settings.SeriesFinish)
                await FinishAsync(series, cancellationToken);
            else if (series.IsDirty && now - series.WrittenAt >= settings.SeriesRefresh)
                await WriteCountAsync(series, cancellationToken);
        }
    }

    private async Task FinishAsync(EventSeries series, CancellationToken cancellationToken)
    {
        if (series.IsDirty)
            await WriteCountAsync(series, cancellationToken);
        _series.Remove(series.First.Key);
    }

    private async Task CreateAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        // Two events of one object within a tick must not be taken for one.
        _lastStamp = Math.Max(_lastStamp + 1, recorded.At.UtcTicks);
        var name = EventText.Name(recorded.Regarding.Name ?? string.Empty, _lastStamp);
        var outcome = await SendAsync(recorded, sink => sink.CreateAsync(recorded, name, cancellationToken), cancellationToken);
        if (outcome != SendOutcome.Written)
            return;

        if (_series.Count >= settings.MaxSeries && _series.MinBy(static s => s.Value.LastObserved).Value is { } oldest)
            await FinishAsync(oldest, cancellationToken);
        _series[recorded.Key] = new EventSeries(recorded, name, recorded.At);
    }

    private async Task WriteCountAsync(EventSeries series, CancellationToken cancellationToken)
    {
        // Whether it works or not: a failed count is caught up by the next one.
        series.WrittenCount = series.Count;
        series.WrittenAt = time.GetUtcNow();
        var outcome = await SendAsync(series.First, sink => sink.UpdateCountAsync(series, cancellationToken), cancellationToken);
        if (outcome != SendOutcome.Gone)
            return;

        // The event expired (after an hour by default) while its series went on: it starts again.
        _series.Remove(series.First.Key);
        await CreateAsync(series.First with { At = series.LastObserved }, cancellationToken);
    }

    private async Task<SendOutcome> SendAsync(RecordedEvent recorded, Func<IEventSink, Task> send, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan? retryAfter = null;
            try
            {
                await send(_sink ??= await ChooseSinkAsync(cancellationToken));
                return SendOutcome.Written;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (KubernetesApiException e) when (!IsTransient(e))
            {
                if (e.IsAlreadyExists)
                    return SendOutcome.Written;
                LogRefused(recorded.Reason, recorded.Regarding.Kind, recorded.Namespace, recorded.Regarding.Name, e.Message);
                if (!e.IsNotFound)
                    metrics?.Dropped();
                return e.IsNotFound ? SendOutcome.Gone : SendOutcome.Refused;
            }
            catch (Exception e) when (attempt < Attempts - 1)
            {
                retryAfter = (e as KubernetesApiException)?.RetryAfter;
            }
            catch (Exception e)
            {
                LogRefused(recorded.Reason, recorded.Regarding.Kind, recorded.Namespace, recorded.Regarding.Name, e.Message);
                metrics?.Dropped();
                return SendOutcome.Refused;
            }

            await Task.Delay(retryAfter ?? TimeSpan.FromSeconds(1 << attempt), time, cancellationToken);
        }
    }

    private async Task<IEventSink> ChooseSinkAsync(CancellationToken cancellationToken) =>
        await client.Discovery.HasResourceAsync<Eventsv1Event>(cancellationToken)
            ? new EventsV1Sink(client, settings)
            : new CoreV1Sink(client, settings);

    private static bool IsTransient(KubernetesApiException e) =>
        e.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    [LoggerMessage(310, LogLevel.Debug, "Event {Reason} for {Kind} {Namespace}/{Name} was not written: {Error}")]
    private partial void LogRefused(string reason, string? kind, string @namespace, string? name, string error);
}
