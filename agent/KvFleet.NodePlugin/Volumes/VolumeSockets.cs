using KvFleet.Native;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>The listening sockets of one volume.</summary>
/// <param name="Main">The one that holders and engines use.</param>
/// <param name="Resp">The one for the Redis protocol; null in a holder's volume.</param>
internal sealed record VolumeSockets(UnixSocket Main, StreamSocket? Resp) : IDisposable
{
    /// <summary>Whether they have been closed.</summary>
    public bool IsClosed => Main.IsClosed;

    /// <inheritdoc/>
    public void Dispose()
    {
        Main.Dispose();
        Resp?.Dispose();
    }
}
