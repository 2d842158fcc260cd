using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json.Serialization.Metadata;

namespace KvFleet.Kubernetes.Client;

/// <summary>Asks for one page of a list and reads it as it arrives.</summary>
internal sealed class ListStream<TEntity>(
    KubernetesTransport transport, TimeProvider timeProvider, EntityMetadata type, JsonTypeInfo<TEntity> itemType)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private const int BufferSize = 64 * 1024;

    public async Task<KubernetesPage<TEntity>> ReadAsync(ListRequest list, CancellationToken cancellationToken)
    {
        var request = new KubernetesRequest(HttpMethod.Get, Path(list));
        using var response = await transport.OpenAsync(request, cancellationToken);
        // A long list may take its time as long as it goes on coming.
        using var silence = new SilenceLimit(request, transport.RequestTimeout, timeProvider, cancellationToken);
        var pipe = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken), new StreamPipeReaderOptions(bufferSize: BufferSize));
        try
        {
            var envelope = new ListEnvelope<TEntity>(itemType, type);
            while (true)
            {
                var result = await silence.ReadAsync(pipe);
                pipe.AdvanceTo(envelope.Read(result.Buffer, result.IsCompleted), result.Buffer.End);
                if (result.IsCompleted)
                    return envelope.ToPage();
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private string Path(ListRequest list) => ResourcePath.WithQuery(
        ResourcePath.Collection(type, list.Namespace),
        ("labelSelector", list.LabelSelector),
        ("fieldSelector", list.FieldSelector),
        ("limit", list.Limit?.ToString(CultureInfo.InvariantCulture)),
        ("continue", list.Continue),
        ("resourceVersion", list.ResourceVersion));
}
