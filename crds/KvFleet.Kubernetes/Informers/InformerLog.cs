using KvFleet.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Informers;

/// <summary>What an informer says, and how loudly.</summary>
/// <param name="resource">The resource with its group.</param>
/// <param name="logger">The log.</param>
internal sealed partial class InformerLog(string resource, ILogger logger)
{
    public void Synced(int count) => LogSynced(resource, count);

    public void Failed(Exception e)
    {
        switch (e)
        {
            case KubernetesApiException { IsExpired: true }:
                LogExpired(resource);
                break;
            case KubernetesApiException { IsForbidden: true }:
                LogForbidden(resource, e.Message);
                break;
            case KubernetesApiException { IsNotFound: true }:
                LogNotFound(resource);
                break;
            case EventsOutOfOrderException:
                LogOutOfOrder(resource, e.Message);
                break;
            case KubernetesApiException or HttpRequestException or TimeoutException or IOException:
                LogUnreachable(resource, e.Message);
                break;
            default:
                LogFailed(e, resource);
                break;
        }
    }

    public void Unreadable(UnreadableObject unreadable) => LogUnreadable(resource, unreadable.Key, unreadable.Error);

    public void NotStreaming(string why) => LogNotStreaming(resource, why);

    public void NotTrimmed(ObjectKey key, Exception failure) => LogNotTrimmed(failure, resource, key);

    public void NotIndexed(string index, ObjectKey key, Exception failure) => LogNotIndexed(failure, resource, key, index);

    public void ChangedInCache(ObjectKey key) => LogChangedInCache(resource, key);

    [LoggerMessage(EventId = 1110, Level = LogLevel.Information, Message = "Informer of {Resource} has synced: {Count} objects")]
    private partial void LogSynced(string resource, int count);

    [LoggerMessage(EventId = 1111, Level = LogLevel.Information, Message = "Informer of {Resource} fell behind what the API server remembers; listing again")]
    private partial void LogExpired(string resource);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Warning, Message = "Informer of {Resource} may not list or watch: grant get, list and watch to this service account. {Error}")]
    private partial void LogForbidden(string resource, string error);

    [LoggerMessage(EventId = 1113, Level = LogLevel.Warning, Message = "The API server has no {Resource}: install the CustomResourceDefinition. Trying again until it is there")]
    private partial void LogNotFound(string resource);

    [LoggerMessage(EventId = 1114, Level = LogLevel.Warning, Message = "Informer of {Resource} lost the API server and tries again: {Error}")]
    private partial void LogUnreachable(string resource, string error);

    [LoggerMessage(EventId = 1115, Level = LogLevel.Error, Message = "Informer of {Resource} failed unexpectedly and tries again")]
    private partial void LogFailed(Exception exception, string resource);

    [LoggerMessage(EventId = 1116, Level = LogLevel.Error, Message = "{Resource} {Key} does not fit its type and is ignored until it changes; what was known of it stays. {Error}")]
    private partial void LogUnreadable(string resource, ObjectKey key, string error);

    [LoggerMessage(EventId = 1117, Level = LogLevel.Information, Message = "Informer of {Resource} lists in pages from now on: {Why}")]
    private partial void LogNotStreaming(string resource, string why);

    [LoggerMessage(EventId = 1118, Level = LogLevel.Error, Message = "The transformation of {Resource} failed for {Key}, which is kept whole")]
    private partial void LogNotTrimmed(Exception exception, string resource, ObjectKey key);

    [LoggerMessage(EventId = 1119, Level = LogLevel.Error, Message = "{Resource} {Key} is not found by index {Index}, which failed for it")]
    private partial void LogNotIndexed(Exception exception, string resource, ObjectKey key, string index);

    [LoggerMessage(EventId = 1121, Level = LogLevel.Warning, Message = "Informer of {Resource} does not trust what it was told: {Error}")]
    private partial void LogOutOfOrder(string resource, string error);

    [LoggerMessage(EventId = 1120, Level = LogLevel.Critical, Message = "{Resource} {Key} was changed in the cache by somebody who got it to read: every reader now sees something that the API server does not have. Change a copy, or use IStatusWriter or IObjectWriter")]
    private partial void LogChangedInCache(string resource, ObjectKey key);
}
