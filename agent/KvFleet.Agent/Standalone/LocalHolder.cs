using KvFleet.Agent.Protocol;
using KvFleet.Agent.Volumes;
using KvFleet.Holder;
using KvFleet.Holder.Extents;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Standalone;

/// <summary>
/// A holder inside the agent's own process: the program of holder pods, talking to the agent over a pair of sockets. So a machine without Kubernetes runs
/// the same code, populates at the same speed and fails the same way.
/// </summary>
internal sealed class LocalHolder(VolumeIdentity identity, ClientFactory clients, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ExtentSet _extents = new();
    private readonly ExtentMemory _memory = new(limitBytes: null);
    private Task _running = Task.CompletedTask;

    /// <summary>Starts holding.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Stops, and gives its memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _extents.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await TalkAsync();
            await Task.Delay(Pause, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TalkAsync()
    {
        var (mine, theirs) = MessageSocket.CreatePair(VolumeJson.Default.VolumeMessage);
        var served = ServeAsync(theirs);
        try
        {
            var session = new Holder.Conversation.HolderSession(mine, _extents, _memory, new HolderLog(new LoggerWriter(logger), time), time);
            await session.GreetAsync(_stopping.Token);
            await session.RunAsync(_stopping.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            logger.LocalHolderDisconnected(identity.Pool, e.Message);
        }
        finally
        {
            mine.Dispose();
            await served;
        }
    }

    private async Task ServeAsync(MessageSocket<VolumeMessage> socket)
    {
        using (socket)
            await clients.ServeAsync(socket, identity, _stopping.Token);
    }
}
