using KvFleet.Testing;

namespace KvFleet.Kubernetes.Contract.Tests.Model;

/// <summary>Time for the client and the informers under test that runs some hundred times as fast as ours, and jumps now and then, so that back-off and time limits of minutes fit into a test.</summary>
internal sealed class FastTime : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan Jump = TimeSpan.FromMinutes(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public FastTime(int seed) => _running = Task.Run(() => RunAsync(new Random(seed)));

    public FakeTimeProvider Provider { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            Provider.Advance(random.Next(2000) == 0 ? Jump : Tick);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }
}
