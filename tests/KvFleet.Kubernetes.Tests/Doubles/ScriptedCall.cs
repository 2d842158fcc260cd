using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>One request that waits for what the test answers, piece by piece.</summary>
internal sealed class ScriptedCall(string path, IReadOnlyDictionary<string, string> query)
{
    private readonly TaskCompletionSource<HttpResponseMessage> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pipe _body = new();

    public string Path => path;

    public IReadOnlyDictionary<string, string> Query => query;

    public bool IsWatch => query.ContainsKey("watch");

    /// <summary>Whether the client has hung up on an accepted call.</summary>
    public async Task<bool> IsLeftAsync() => (await _body.Writer.FlushAsync()).IsCompleted;

    public Task<HttpResponseMessage> ResponseAsync(CancellationToken cancellationToken) => _response.Task.WaitAsync(cancellationToken);

    /// <summary>Answers as a whole.</summary>
    public void Answer(string json, HttpStatusCode code = HttpStatusCode.OK) =>
        _response.SetResult(new HttpResponseMessage(code) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public void Refuse(int code, string reason) =>
        Answer($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","code":{{code}},"message":"scripted"}""", (HttpStatusCode)code);

    /// <summary>Accepts; the body comes with <see cref="WriteAsync"/>.</summary>
    public ScriptedCall Accept()
    {
        _response.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(_body.Reader.AsStream()) });
        return this;
    }

    public async Task WriteAsync(string text) => await _body.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Ends the body as it should end.</summary>
    public void End() => _body.Writer.Complete();

    public Task EventAsync(string type, string name, int size, int version) =>
        WriteAsync($$"""{"type":"{{type}}","object":{{Sample(name, size, version)}}}""" + "\n");

    public Task BookmarkAsync(int version, bool endsInitialEvents)
    {
        var annotations = endsInitialEvents ? """{"k8s.io/initial-events-end":"true"}""" : "{}";
        return WriteAsync($$"""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"{{version}}","annotations":{{annotations}} } } }""" + "\n");
    }

    public static string Sample(string name, int size, int version) =>
        $$"""{"apiVersion":"kvfleet.test/v1","kind":"Sample","metadata":{"name":"{{name}}","namespace":"ns","uid":"uid-{{name}}","resourceVersion":"{{version}}"},"spec":{"size":{{size}}} }""";

    public static string List(int version, params string[] items) =>
        $$"""{"kind":"SampleList","apiVersion":"kvfleet.test/v1","metadata":{"resourceVersion":"{{version}}"},"items":[{{string.Join(',', items)}}]}""";
}
