using System.Threading.Channels;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>An API server whose every answer the test writes itself, for what no real server can be made to do on demand. It tells its version by itself.</summary>
internal sealed class ScriptedApi(string gitVersion) : HttpMessageHandler
{
    private readonly Channel<ScriptedCall> _calls = Channel.CreateUnbounded<ScriptedCall>();

    /// <summary>The next request that no test has seen yet.</summary>
    public async Task<ScriptedCall> NextAsync() =>
        await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    public bool HasNext => _calls.Reader.TryPeek(out _);

    public KubernetesClient Connect(TimeProvider time) => new(
        new KubernetesClientConfiguration { Host = new Uri("http://scripted.test") },
        new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(SampleJsonContext.Default), HandlerFactory = () => this },
        time);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = request.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
        var call = new ScriptedCall(request.RequestUri.AbsolutePath, query);
        if (call.Path == "/version")
        {
            var minor = gitVersion.Split('.')[1];
            call.Answer($$"""{"major":"1","minor":"{{minor}}","gitVersion":"{{gitVersion}}"}""");
        }
        else
        {
            _calls.Writer.TryWrite(call);
        }

        return call.ResponseAsync(cancellationToken);
    }
}
