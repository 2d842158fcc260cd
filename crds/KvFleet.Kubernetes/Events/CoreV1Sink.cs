using System.Globalization;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Events;

/// <summary>Writes events of the core group, for servers without <c>events.k8s.io/v1</c>.</summary>
internal sealed class CoreV1Sink(IKubernetesClient client, EventSettings settings) : IEventSink
{
    public Task CreateAsync(RecordedEvent recorded, string name, CancellationToken cancellationToken) =>
        client.CreateAsync(
            new Corev1Event
            {
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = recorded.Namespace },
                InvolvedObject = recorded.Regarding,
                Reason = recorded.Reason,
                Message = recorded.Note,
                Source = new V1EventSource { Component = settings.ReportingController },
                FirstTimestamp = recorded.At,
                LastTimestamp = recorded.At,
                Count = 1,
                Type = recorded.Type.ToString(),
            },
            cancellationToken);

    public Task UpdateCountAsync(EventSeries series, CancellationToken cancellationToken) =>
        client.PatchAsync<Corev1Event>(
            series.Name,
            series.First.Namespace,
            KubernetesPatch.Merge(new JsonObject
            {
                ["count"] = series.Count,
                ["lastTimestamp"] = series.LastObserved.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }),
            cancellationToken: cancellationToken);
}
