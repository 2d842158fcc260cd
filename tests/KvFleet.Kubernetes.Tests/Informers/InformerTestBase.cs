using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Tests.Client;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Informers;

/// <summary>An informer of the sample kind against the fake server, on time that the test moves.</summary>
public abstract class InformerTestBase : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private protected FakeTimeProvider Time { get; } = new();

    private protected TestCluster Cluster { get; private set; } = null!;

    private protected FakeApiServer Server => Cluster.Server;

    private protected Informer<SampleEntity> Informer { get; private set; } = null!;

    private protected RecordingHandler Handler { get; } = new();

    private protected CollectingLogger<Informer<SampleEntity>> Log { get; } = new();

    public async ValueTask InitializeAsync() => Cluster = await TestCluster.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected void Start(InformerOptions<SampleEntity>? options = null)
    {
        Informer = new Informer<SampleEntity>(Cluster.Connect(Time), options ?? new InformerOptions<SampleEntity>(), Time, Log);
        Informer.AddHandler(Handler);
        _running = Informer.RunAsync(_stop.Token);
    }

    private protected async Task StartAndSyncAsync(InformerOptions<SampleEntity>? options = null)
    {
        Start(options);
        await Informer.WaitForSyncAsync(TestCluster.Stop);
        await Until(() => Server.OpenWatches == 1);
    }

    private protected void Put(string name, int size, string? @namespace = "ns") => Server.Put(new JsonObject
    {
        ["apiVersion"] = "kvfleet.test/v1",
        ["kind"] = "Sample",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["spec"] = new JsonObject { ["size"] = size },
    });

    private protected void Delete(string name) => Server.Delete("kvfleet.test", "samples", "ns", name);

    private protected int Lists => Server.Requests.Count(r => r.Verb == "list");

    private protected Task UntilTold(params string[] expected) => Until(
        () => Handler.Told.Count >= expected.Length, () => Handler.Told.ShouldBe(expected));

    /// <summary>Waits without moving time.</summary>
    private protected static async Task Until(Func<bool> condition, Action? then = null)
    {
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestCluster.Stop);
        then?.Invoke();
    }

    /// <summary>Moves time on in small steps, so that back-offs end, until something has happened.</summary>
    private protected async Task MoveUntil(Func<bool> condition, Action? then = null)
    {
        while (!condition())
        {
            Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestCluster.Stop);
        }

        then?.Invoke();
    }
}
