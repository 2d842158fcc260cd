using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace KvFleet.Kubernetes.Client;

/// <summary>Follows one watch until the server, the client or a time limit ends it.</summary>
internal sealed class WatchStream<TEntity>(
    KubernetesTransport transport, TimeProvider timeProvider, EntityMetadata type, JsonTypeInfo<TEntity> entityType)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    // A server ends a watch at the time it was told. One that has not done so by then is a dead connection that looks alive.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public async IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> ReadAsync(
        WatchRequest watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new KubernetesRequest(HttpMethod.Get, Path(watch));
        using var limit = new RequestLimit(request, watch.Timeout + Grace ?? Timeout.InfiniteTimeSpan, timeProvider, cancellationToken);
        using var response = await OpenAsync(request, limit);
        watch.OnOpened?.Invoke();
        using var silence = new SilenceLimit(request, watch.IdleTimeout ?? Timeout.InfiniteTimeSpan, timeProvider, limit.Token);
        var pipe = PipeReader.Create(await response.Content.ReadAsStreamAsync(limit.Token), new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        try
        {
            while (await NextAsync(pipe, silence, limit) is { } result)
            {
                var buffer = result.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    if (line.IsEmpty)
                        continue;
                    if (WatchEnvelope.Read(line, entityType, type, watch.OnUnreadable) is { } read)
                        yield return read;
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
                // What is left of a line that never ended was lost with the connection; the next watch brings it again.
                if (result.IsCompleted)
                    yield break;
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(KubernetesRequest request, RequestLimit limit)
    {
        try
        {
            return await transport.OpenAsync(request, limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw limit.Explain(e);
        }
    }

    /// <returns>Null after too long a silence.</returns>
    private static async ValueTask<ReadResult?> NextAsync(PipeReader pipe, SilenceLimit silence, RequestLimit limit)
    {
        try
        {
            return await silence.ReadAsync(pipe);
        }
        catch (TimeoutException) when (silence.IsExceeded)
        {
            // Dead or only quiet: another watch from the last version on costs next to nothing and tells which.
            return null;
        }
        catch (OperationCanceledException e)
        {
            throw limit.Explain(e);
        }
    }

    private string Path(WatchRequest watch) => ResourcePath.WithQuery(
        ResourcePath.Collection(type, watch.Namespace),
        ("watch", "true"),
        ("resourceVersion", watch.ResourceVersion),
        ("allowWatchBookmarks", watch.AllowWatchBookmarks || watch.SendInitialEvents ? "true" : null),
        ("sendInitialEvents", watch.SendInitialEvents ? "true" : null),
        ("resourceVersionMatch", watch.SendInitialEvents ? "NotOlderThan" : null),
        ("labelSelector", watch.LabelSelector),
        ("fieldSelector", watch.FieldSelector),
        ("timeoutSeconds", watch.Timeout is { } timeout ? ((long)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null));
}
