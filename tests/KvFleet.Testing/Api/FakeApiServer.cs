using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.Testing;

/// <summary>
/// An API server in this process, over real HTTP: versions, lists in pages, watches with bookmarks, conflicts, status subresources, finalizers, owner
/// collection, a subset of server-side apply, and faults on request. It knows no schemas, defaults or admission but what a test adds.
/// </summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FakeApi _api;
    private readonly FakeFaults _faults = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private readonly X509Certificate2? _certificate;

    private FakeApiServer(WebApplication app, FakeApiServerOptions options, X509Certificate2? certificate)
    {
        _app = app;
        _certificate = certificate;
        Options = options;
        _api = new FakeApi(options);
    }

    /// <summary>How the server behaves.</summary>
    public FakeApiServerOptions Options { get; }

    /// <summary>Where the server is.</summary>
    public Uri Uri { get; private set; } = new("http://localhost");

    /// <summary>The authority behind the server's certificate, in PEM; null in the clear.</summary>
    public string? CertificateAuthorityPem => _certificate?.ExportCertificatePem();

    /// <summary>All requests so far, in the order of their arrival.</summary>
    public IReadOnlyCollection<FakeRequest> Requests => _requests;

    /// <summary>How many watches are open.</summary>
    public int OpenWatches => _api.Store.Watches().Count;

    /// <summary>The newest version.</summary>
    public long ResourceVersion
    {
        get
        {
            lock (_api.Store.Gate)
                return _api.Store.Version;
        }
    }

    /// <summary>Starts a server on a free port of the loopback interface.</summary>
    /// <param name="options">How it behaves.</param>
    public static async Task<FakeApiServer> StartAsync(FakeApiServerOptions? options = null)
    {
        options ??= new FakeApiServerOptions();
        var certificate = options.UseHttps ? FakeCertificate.Create() : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        var server = new FakeApiServer(app, options, certificate);
        var exchange = new FakeExchange(server._api, server._faults, options, server._requests.Enqueue);
        app.Run(exchange.HandleAsync);
        await app.StartAsync();
        server.Uri = new Uri(app.Urls.First());
        return server;
    }

    /// <summary>Serves a resource, as if its CRD were installed.</summary>
    /// <param name="resource">The resource.</param>
    public void Register(FakeResource resource)
    {
        lock (_api.Store.Gate)
            _api.Resources.Add(resource);
    }

    /// <summary>Serves a resource no longer, as if its CRD were missing.</summary>
    /// <param name="group">API group.</param>
    /// <param name="plural">Name in URLs.</param>
    public void Unregister(string group, string plural)
    {
        lock (_api.Store.Gate)
            _api.Resources.Remove(group, plural);
    }

    /// <summary>Adds a hook that sees every object before it is stored, may change it, or throw <see cref="FakeStatusException"/> (a quota: 403 Forbidden).</summary>
    /// <param name="hook">The hook.</param>
    public void Admit(Action<FakeRequest, JsonObject> hook) => _api.Writer.Admission.Add(hook);

    /// <summary>Misbehaves.</summary>
    /// <param name="when">On which requests.</param>
    /// <param name="fault">How.</param>
    /// <param name="times">How often; by default until the result is disposed.</param>
    public IDisposable Inject(Func<FakeRequest, bool> when, FakeFault fault, int times = int.MaxValue) => _faults.Add(when, fault, times);

    /// <summary>Reads an object; null when there is none. A copy: changing it changes nothing.</summary>
    /// <param name="group">API group.</param>
    /// <param name="plural">Name in URLs.</param>
    /// <param name="namespace">Namespace; null for cluster-scoped.</param>
    /// <param name="name">Name.</param>
    public JsonObject? Find(string group, string plural, string? @namespace, string name)
    {
        lock (_api.Store.Gate)
            return _api.Store.Find(Resource(group, plural), @namespace, name)?.Copy();
    }

    /// <summary>Reads all objects; copies.</summary>
    /// <param name="group">API group.</param>
    /// <param name="plural">Name in URLs.</param>
    /// <param name="namespace">Namespace; null for all.</param>
    public IReadOnlyList<JsonObject> List(string group, string plural, string? @namespace = null)
    {
        lock (_api.Store.Gate)
            return [.. _api.Store.List(Resource(group, plural), @namespace).Select(o => o.Copy())];
    }

    /// <summary>Puts an object in as a whole, status included: made, or replaced whatever its version.</summary>
    /// <param name="node">The object; <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c> are needed.</param>
    public JsonObject Put(JsonObject node)
    {
        lock (_api.Store.Gate)
        {
            var resource = _api.Resources.FindKind(node["apiVersion"]!.GetValue<string>(), node["kind"]!.GetValue<string>())
                ?? throw new ArgumentException($"The fake server does not serve {node["apiVersion"]} {node["kind"]}: register it.", nameof(node));
            var copy = node.DeepClone().AsObject();
            var status = copy["status"]?.DeepClone();
            var @namespace = copy["metadata"]!["namespace"]?.GetValue<string>();
            var name = copy["metadata"]!["name"]!.GetValue<string>();
            var stored = _api.Store.Find(resource, @namespace, name);
            var request = TestRequest(resource, @namespace, name);
            stored = stored is null
                ? _api.Writer.Create(request with { Verb = "create" }, resource, copy)
                : _api.Writer.Change(request, resource, stored, copy, null);
            if (resource.HasStatus && status is not null)
                stored = _api.Writer.Change(request, resource, stored, new JsonObject { ["status"] = status }, "status");
            return stored.Copy();
        }
    }

    /// <summary>Changes an object under the hands of the clients, status included.</summary>
    /// <param name="group">API group.</param>
    /// <param name="plural">Name in URLs.</param>
    /// <param name="namespace">Namespace; null for cluster-scoped.</param>
    /// <param name="name">Name.</param>
    /// <param name="change">The change.</param>
    public JsonObject Modify(string group, string plural, string? @namespace, string name, Action<JsonObject> change)
    {
        lock (_api.Store.Gate)
        {
            var node = Find(group, plural, @namespace, name) ?? throw FakeStatusException.NotFound(Resource(group, plural), name);
            change(node);
            return Put(node);
        }
    }

    /// <summary>Deletes an object as a client would: finalizers hold it.</summary>
    /// <param name="group">API group.</param>
    /// <param name="plural">Name in URLs.</param>
    /// <param name="namespace">Namespace; null for cluster-scoped.</param>
    /// <param name="name">Name.</param>
    /// <param name="gracePeriodSeconds">Grace; 0 also ends pods that linger.</param>
    public void Delete(string group, string plural, string? @namespace, string name, long gracePeriodSeconds = 0)
    {
        lock (_api.Store.Gate)
        {
            var resource = Resource(group, plural);
            var stored = _api.Store.Find(resource, @namespace, name) ?? throw FakeStatusException.NotFound(resource, name);
            _api.Deleter.Delete(resource, stored, new JsonObject { ["gracePeriodSeconds"] = gracePeriodSeconds });
        }
    }

    /// <summary>Forgets history: watches from before answer 410 as an ERROR event, pages as an HTTP status.</summary>
    public void Compact()
    {
        lock (_api.Store.Gate)
        {
            _api.Store.Compact();
            _api.Reader.Compact();
        }
    }

    /// <summary>Sends a bookmark to every watch that wants them.</summary>
    public void SendBookmarks()
    {
        lock (_api.Store.Gate)
        {
            foreach (var watch in _api.Store.Watches())
                watch.Bookmark(_api.Store.Version);
        }
    }

    /// <summary>Has every watch tell of its next two changes in the wrong order, as no server should.</summary>
    public void SwapEvents() => ForEachWatch(w => w.Swap());

    /// <summary>Ends every watch, as at its time limit.</summary>
    public void CloseWatches() => ForEachWatch(w => w.Close());

    /// <summary>Ends every watch with an ERROR event.</summary>
    /// <param name="error">The error.</param>
    public void FailWatches(FakeStatusException error) => ForEachWatch(w => w.Error(error));

    /// <summary>Writes any text into every watch.</summary>
    /// <param name="text">The text.</param>
    public void WriteToWatches(string text) => ForEachWatch(w => w.Raw(text));

    /// <summary>A kubeconfig for this server.</summary>
    /// <param name="token">Token of the user; null for none.</param>
    /// <param name="namespace">Namespace of the context.</param>
    public string KubeConfig(string? token = null, string @namespace = "default") => KubeConfigText.For(
        Uri, CertificateAuthorityPem is { } pem ? Convert.ToBase64String(Encoding.ASCII.GetBytes(pem)) : null, token, @namespace);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        CloseWatches();
        using (var limit = new CancellationTokenSource())
        {
            await limit.CancelAsync();
            await _app.StopAsync(limit.Token);
        }

        await _app.DisposeAsync();
        _certificate?.Dispose();
    }

    private static FakeRequest TestRequest(FakeResource resource, string? @namespace, string name) => new()
    {
        Method = "PUT",
        Path = "/test",
        Query = new Dictionary<string, string> { ["fieldManager"] = "test" },
        Verb = "update",
        Group = resource.Group,
        Version = resource.Version,
        Resource = resource.Plural,
        Namespace = @namespace,
        Name = name,
    };

    private FakeResource Resource(string group, string plural) => _api.Resources.Find(group, plural)
        ?? throw new ArgumentException($"The fake server does not serve {plural}.{group}: register it.", nameof(plural));

    private void ForEachWatch(Action<FakeWatch> action)
    {
        lock (_api.Store.Gate)
        {
            foreach (var watch in _api.Store.Watches())
                action(watch);
        }
    }
}
