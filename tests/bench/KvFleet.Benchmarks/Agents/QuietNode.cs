using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;

namespace KvFleet.Benchmarks.Agents;

/// <summary>A node container that publishes volumes and says yes to everything.</summary>
internal sealed class QuietNode : IDisposable
{
    private readonly MessageListener<NodeMessage> _listener;
    private readonly List<Descriptor[]> _volumes = [];
    private readonly CancellationTokenSource _stopping = new();

    internal QuietNode(string folder, int volumes)
    {
        for (var i = 0; i < volumes; i++)
        {
            var path = Path.Combine(folder, $"volume-{i}");
            _volumes.Add([UnixSocket.Listen(path + ".sock", UnixFileMode.UserRead | UnixFileMode.UserWrite), StreamSocket.Listen(path + ".resp.sock", UnixFileMode.UserRead | UnixFileMode.UserWrite)]);
        }

        _listener = MessageListener.Bind(Path.Combine(folder, "node.sock"), UnixFileMode.UserRead | UnixFileMode.UserWrite, NodeJson.Default.NodeMessage);
        _ = ServeAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _volumes.ForEach(static volume => Array.ForEach(volume, static socket => socket.Dispose()));
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var socket = await _listener.AcceptAsync(_stopping.Token);
            for (var i = 0; i < _volumes.Count; i++)
                await socket.SendAsync(new VolumePublished($"volume-{i}", "tenant", $"engine-{i}", $"uid-{i}", "default", "pool", VolumeRole.Engine), _volumes[i]);
            await socket.SendAsync(new Synced());
            while (await socket.ReceiveAsync(_stopping.Token) is { } received)
            {
                using (received)
                    await socket.SendAsync(new Done(((NodeRequest)received.Message).Id));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The measurement is over.
        }
    }
}
