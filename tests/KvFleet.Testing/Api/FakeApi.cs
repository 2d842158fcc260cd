using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>Does what a request asks, except for watches.</summary>
internal sealed class FakeApi
{
    private readonly FakeApiServerOptions _options;
    private readonly FieldOwners _owners;
    private readonly FakeDiscovery _discovery;

    public FakeApi(FakeApiServerOptions options)
    {
        _options = options;
        var keys = new ListKeys(options.ListMapKeys);
        _owners = new FieldOwners(new FieldTree(keys));
        Writer = new FakeWriter(Store, Resources, options, _owners, keys);
        Deleter = new FakeDeleter(Store, Resources, Writer, options);
        Reader = new FakeReader(Store);
        var features = FakeFeatures.Of(options);
        Watches = new FakeWatchOpener(this, features);
        _discovery = new FakeDiscovery(Resources, features, options.GitVersion);
    }

    public ObjectStore Store { get; } = new();

    public FakeResources Resources { get; } = new();

    public FakeWriter Writer { get; }

    public FakeDeleter Deleter { get; }

    public FakeReader Reader { get; }

    public FakeWatchOpener Watches { get; }

    public FakeResponse Handle(FakeRequest request)
    {
        lock (Store.Gate)
        {
            Store.IsTrial = _owners.IsTrial = request.IsTrial;
            try
            {
                return Do(request);
            }
            finally
            {
                Store.IsTrial = _owners.IsTrial = false;
            }
        }
    }

    private FakeResponse Do(FakeRequest request)
    {
        if (request.Resource.Length == 0)
            return _discovery.Answer(request);
        if (FakeReviews.Answer(request, _options) is { } review)
            return FakeResponse.Of(201, review);
        var resource = ResourceOf(request);
        if (request.Name is null)
            return OnCollection(request, resource);
        var found = Store.Find(resource, request.Namespace, request.Name);
        if (request.Verb == "apply")
        {
            var (applied, created) = Writer.Apply(request, resource, found);
            return new FakeResponse(created ? 201 : 200, (created ? Made(resource, applied) : Finished(applied)).Bytes);
        }

        var existing = found ?? throw FakeStatusException.NotFound(resource, request.Name);
        var result = request.Verb switch
        {
            "get" => existing,
            "update" => Writer.Update(request, resource, existing, request.Body!.DeepClone().AsObject()),
            "patch" => Writer.Patch(request, resource, existing),
            "delete" => Deleter.Delete(resource, existing, request.Body as JsonObject),
            _ => throw new FakeStatusException(405, "MethodNotAllowed", $"the server does not allow {request}"),
        };
        return new FakeResponse(200, Finished(result).Bytes);
    }

    public FakeResource ResourceOf(FakeRequest request) => Resources.Find(request.Group, request.Version, request.Resource)
        ?? throw new FakeStatusException(404, "NotFound", "the server could not find the requested resource");

    // Whoever makes a dependent of an owner that is gone already is answered, and the collector takes it away again.
    private StoredObject Made(FakeResource resource, StoredObject made)
    {
        if (_options.GarbageCollection && !Store.IsTrial)
            Deleter.CollectOrphan(resource, made);
        return made;
    }

    // Removing the last finalizer deletes, and what is deleted leaves its dependents to the collector.
    private StoredObject Finished(StoredObject result)
    {
        if (_options.GarbageCollection && result.IsDeleting && !result.HasFinalizers)
            Deleter.Collect(result.Uid, orphan: false);
        return result;
    }

    private FakeResponse OnCollection(FakeRequest request, FakeResource resource)
    {
        switch (request.Verb)
        {
            case "list":
                return Reader.List(request, resource);
            case "create":
                if (resource.Namespaced && request.Namespace is null)
                    throw FakeStatusException.BadRequest("an empty namespace may not be set during creation");
                return new FakeResponse(201, Made(resource, Writer.Create(request, resource, request.Body!.DeepClone().AsObject())).Bytes);
            case "deletecollection":
                var selector = new FakeSelector(request, resource);
                foreach (var each in Store.List(resource, request.Namespace).Where(o => selector.Matches(o.Node)))
                    Deleter.Delete(resource, each, request.Body as JsonObject);
                return FakeResponse.Of(200, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Success" });
            default:
                throw new FakeStatusException(405, "MethodNotAllowed", $"the server does not allow {request}");
        }
    }
}
