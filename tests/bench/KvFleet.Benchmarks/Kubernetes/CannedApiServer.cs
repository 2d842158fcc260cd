using System.Globalization;
using System.Net;
using KvFleet.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>An API server that sends prepared bytes over TLS and HTTP/2: what is measured is its client, in another process.</summary>
internal sealed class CannedApiServer : IAsyncDisposable
{
    /// <summary>The version of the list.</summary>
    internal const int ListVersion = 10_000_000;

    private const int EventsPerFlush = 16;
    private readonly WebApplication _app;
    private readonly bool _streams;
    private readonly byte[] _list;
    private readonly byte[] _smallList;
    private readonly (byte[] Line, int VersionAt)[] _changes;
    private readonly byte[][] _additions;

    private CannedApiServer(WebApplication app, int pods, bool streams, bool changes)
    {
        _app = app;
        _streams = streams;
        var samples = new PodSamples();
        _list = samples.RenderList(pods, ListVersion);
        _smallList = samples.RenderList(10, ListVersion);
        _changes = changes ? [.. Enumerable.Range(0, pods).Select(i => samples.RenderEvent("MODIFIED", i))] : [];
        _additions = streams ? [.. Enumerable.Range(0, pods).Select(i => samples.RenderEvent("ADDED", i).Line)] : [];
    }

    /// <summary>Where it is.</summary>
    internal Uri Uri { get; private set; } = null!;

    /// <summary>Starts a server.</summary>
    /// <param name="pods">How many pods there are.</param>
    /// <param name="streams">Whether it is new enough to stream lists.</param>
    /// <param name="changes">Whether pods change without end once they are watched.</param>
    internal static async Task<CannedApiServer> StartAsync(int pods, bool streams = false, bool changes = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        var certificate = FakeCertificate.Create();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new CannedApiServer(app, pods, streams, changes);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        server.Uri = new Uri(app.Urls.First());
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Watches would hold an ordered stop up.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        var isSmall = context.Request.Path.StartsWithSegments("/api/v1/namespaces", StringComparison.Ordinal);
        if (context.Request.Path == "/version")
            return context.Response.WriteAsync(_streams ? """{"major":"1","minor":"34","gitVersion":"v1.34.1"}""" : """{"major":"1","minor":"20","gitVersion":"v1.20.2"}""");
        if (!context.Request.Query.ContainsKey("watch"))
            return context.Response.Body.WriteAsync(isSmall ? _smallList : _list).AsTask();
        return WatchAsync(context, isInitial: context.Request.Query.ContainsKey("sendInitialEvents"), isSmall);
    }

    private async Task WatchAsync(HttpContext context, bool isInitial, bool isSmall)
    {
        try
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (isInitial)
                await SendInitialAsync(context.Response, isSmall ? _additions.AsMemory(0, 10) : _additions);
            if (_changes.Length > 0 && !isSmall)
                await SendChangesAsync(context);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client has seen enough.
        }
    }

    private static async Task SendInitialAsync(HttpResponse response, ReadOnlyMemory<byte[]> additions)
    {
        for (var i = 0; i < additions.Length; i++)
            await response.BodyWriter.WriteAsync(additions.Span[i]);
        await response.WriteAsync(
            $$"""{"type":"BOOKMARK","object":{"metadata":{"annotations":{"k8s.io/initial-events-end":"true"},"resourceVersion":"{{ListVersion}}"} } }""" + "\n");
        await response.Body.FlushAsync();
    }

    private async Task SendChangesAsync(HttpContext context)
    {
        var writer = context.Response.BodyWriter;
        for (var version = ListVersion + 1; !context.RequestAborted.IsCancellationRequested; version++)
        {
            Write(writer, _changes[version % _changes.Length], version);
            if (version % EventsPerFlush == 0)
                await writer.FlushAsync(context.RequestAborted);
        }
    }

    private static void Write(System.IO.Pipelines.PipeWriter writer, (byte[] Line, int VersionAt) change, int version)
    {
        var (line, at) = change;
        var span = writer.GetSpan(line.Length);
        line.CopyTo(span);
        version.TryFormat(span[at..], out _, "00000000", CultureInfo.InvariantCulture);
        writer.Advance(line.Length);
    }
}
