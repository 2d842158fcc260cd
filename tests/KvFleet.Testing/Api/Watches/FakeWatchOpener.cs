using System.Globalization;

namespace KvFleet.Testing;

/// <summary>Opens watches: checks what is asked for, and has them tell first what comes first.</summary>
internal sealed class FakeWatchOpener(FakeApi api, FakeFeatures features)
{
    public FakeWatch Open(FakeRequest request)
    {
        lock (api.Store.Gate)
        {
            var resource = api.ResourceOf(request);
            var initial = InitialEvents(request);
            var from = long.TryParse(request.Query.GetValueOrDefault("resourceVersion"), CultureInfo.InvariantCulture, out var version) ? version : 0;
            if (from > api.Store.Version)
                throw FakeStatusException.TooLarge();
            var watch = new FakeWatch(
                resource, request.Namespace, new FakeSelector(request, resource), request.Query.GetValueOrDefault("allowWatchBookmarks") == "true");
            // Initial events are never too old: what is asked for is only how old they may be.
            var startsNow = initial ?? from == 0;
            if (!startsNow && from > 0 && api.Store.IsCompacted(from))
            {
                watch.Error(FakeStatusException.Expired());
                return watch;
            }

            if (startsNow)
                api.Store.TellAll(watch);
            else if (from > 0)
                api.Store.TellSince(watch, from);
            if (startsNow && features.StreamsLists)
                watch.Bookmark(api.Store.Version, endsInitialEvents: true);
            api.Store.Attach(watch);
            return watch;
        }
    }

    /// <summary>What the client wants; null for what is usual. Refusals are those of the validation of list options in Kubernetes.</summary>
    private bool? InitialEvents(FakeRequest request)
    {
        var match = request.Query.GetValueOrDefault("resourceVersionMatch", string.Empty);
        if (!features.KnowsSendInitialEvents)
        {
            return match.Length == 0 ? null : throw Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch");
        }

        if (!bool.TryParse(request.Query.GetValueOrDefault("sendInitialEvents"), out var wanted))
            return match.Length == 0 ? null : throw Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        if (match != "NotOlderThan")
            throw Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        return features.StreamsLists
            ? wanted
            : throw Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
    }

    private static FakeStatusException Forbidden(string field, string message) =>
        FakeStatusException.Invalid("ListOptions.meta.k8s.io \"\" is invalid", [(field, "Forbidden: " + message)]);
}
