using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Informers;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Contract.Tests.Informers;

/// <summary>An informer that runs until it is disposed, and what it told.</summary>
internal sealed class RunningInformer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private RunningInformer(IKubernetesClient client, InformerOptions<Widget> options, TimeProvider time)
    {
        Informer = new Informer<Widget>(client, options, time, NullLogger<Informer<Widget>>.Instance);
        Informer.AddHandler(Handler);
        _running = Informer.RunAsync(_stop.Token);
    }

    public Informer<Widget> Informer { get; }

    public IStore<Widget> Store => Informer.Store;

    public RecordingHandler Handler { get; } = new();

    /// <summary>What the store holds, as name and version.</summary>
    public IEnumerable<(string Name, string Version)> Content => Store.List().Select(w => (w.Name(), w.ResourceVersion())).Order();

    public static async Task<RunningInformer> StartAsync(
        IKubernetesClient client, InformerOptions<Widget> options, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        var running = new RunningInformer(client, options, time ?? TimeProvider.System);
        await running.Informer.WaitForSyncAsync(cancellationToken);
        return running;
    }

    /// <summary>Returns when the handlers have heard of all that the store has: one that joins waits for those who are being told.</summary>
    public void Settle() => Informer.AddHandler(new RecordingHandler()).Dispose();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
