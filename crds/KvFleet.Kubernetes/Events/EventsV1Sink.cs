using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Events;

/// <summary>Writes <c>events.k8s.io/v1</c>.</summary>
internal sealed class EventsV1Sink(IKubernetesClient client, EventSettings settings) : IEventSink
{
    public Task CreateAsync(RecordedEvent recorded, string name, CancellationToken cancellationToken) =>
        client.CreateAsync(
            new Eventsv1Event
            {
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = recorded.Namespace },
                EventTime = recorded.At,
                ReportingController = settings.ReportingController,
                ReportingInstance = EventText.Word(settings.ReportingInstance),
                Action = recorded.Action,
                Reason = recorded.Reason,
                Regarding = recorded.Regarding,
                Related = recorded.Related,
                Note = recorded.Note,
                Type = recorded.Type.ToString(),
            },
            cancellationToken);

    /// <summary>A series begins with count 2: the server refuses a count of 1 (kubernetes/kubernetes#112334).</summary>
    public Task UpdateCountAsync(EventSeries series, CancellationToken cancellationToken) =>
        client.PatchAsync<Eventsv1Event>(
            series.Name,
            series.First.Namespace,
            KubernetesPatch.Merge(new JsonObject
            {
                ["series"] = new JsonObject
                {
                    ["count"] = series.Count,
                    ["lastObservedTime"] = MicroTimeJsonConverter.Format(series.LastObserved),
                },
            }),
            cancellationToken: cancellationToken);
}
